package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.TagToken;
import org.yaml.snakeyaml.tokens.TagTuple;
import org.yaml.snakeyaml.tokens.Token;

/** The anchors, tags and directives of {@link LibyamlScanner}. */
final class LibyamlTags {
    private static final String URI = "-;/?:@&=+$.!~*'()%_";

    private final TextCursor in;
    private final LibyamlScalars scalars;

    LibyamlTags(@NonNull TextCursor in, @NonNull LibyamlScalars scalars) {
        this.in = in;
        this.scalars = scalars;
    }

    /** The name behind {@code &} or {@code *}. */
    @NonNull
    String anchor(@NonNull Mark start) {
        in.skip();
        String name = word();
        if (name.isEmpty() || !in.isBlankOrEnd(0) && "?:,]}%@`".indexOf(in.peek()) < 0) {
            throw scalars.error(
                    "while scanning an anchor or alias",
                    start,
                    "did not find expected alphabetic or numeric character");
        }
        return name;
    }

    @NonNull
    TagToken tag(boolean flow) {
        Mark start = in.mark();
        String handle = null;
        String suffix;
        if (in.peek(1) == '<') {
            in.skip(2);
            suffix = uri("", true, start);
            if (!in.is('>')) {
                throw scalars.error("while scanning a tag", start, "did not find the expected '>'");
            }
            in.skip();
        } else {
            handle = handle();
            if (handle.length() > 1 && handle.endsWith("!")) {
                suffix = uri("", false, start);
            } else {
                suffix = uri(handle.substring(1), false, start);
                handle = "!";
            }
        }
        if (!in.isBlankOrEnd(0) && !(flow && in.is(','))) {
            throw scalars.error("while scanning a tag", start, "did not find expected whitespace or line break");
        }
        return new TagToken(new TagTuple(handle, suffix), start, in.mark());
    }

    @NonNull
    Token directive() {
        Mark start = in.mark();
        in.skip();
        String name = word();
        Token token;
        in.skipBlanks();
        if (name.equals("YAML")) {
            int major = number(start);
            if (!in.is('.')) {
                throw scalars.error("while scanning a %YAML directive", start, "did not find expected '.' character");
            }
            in.skip();
            int minor = number(start);
            // SnakeYAML refuses another major version when the document begins, and no minor one.
            int known = major == 1 && (minor == 1 || minor == 2) ? 1 : 0;
            token = new DirectiveToken<>(name, List.of(known, minor), start, in.mark());
        } else if (name.equals("TAG")) {
            String handle = in.is('!') ? handle() : "";
            if (!handle.endsWith("!") || !in.isBlank()) {
                throw scalars.error("while scanning a %TAG directive", start, "did not find expected '!'");
            }
            in.skipBlanks();
            String prefix = uri("", true, start);
            if (!in.isBlankOrEnd(0)) {
                throw scalars.error(
                        "while scanning a %TAG directive", start, "did not find expected whitespace or line break");
            }
            token = new DirectiveToken<>(name, List.of(handle, prefix), start, in.mark());
        } else {
            throw scalars.error("while scanning a directive", start, "found unknown directive name");
        }
        in.skipBlanks();
        if (in.is('#')) {
            in.skipToBreak();
        }
        if (!in.isBreakOrEnd()) {
            throw scalars.error("while scanning a directive", start, "did not find expected comment or line break");
        }
        return token;
    }

    private String handle() {
        StringBuilder handle = new StringBuilder();
        in.read(handle);
        handle.append(word());
        if (in.is('!')) {
            in.read(handle);
        }
        return handle.toString();
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (isWord(in.peek())) {
            in.read(word);
        }
        return word.toString();
    }

    private int number(Mark start) {
        StringBuilder digits = new StringBuilder();
        while (in.peek() >= '0' && in.peek() <= '9' && digits.length() < 9) {
            in.read(digits);
        }
        if (digits.length() == 0) {
            throw scalars.error("while scanning a %YAML directive", start, "did not find expected version number");
        }
        return Integer.parseInt(digits.toString());
    }

    private String uri(String head, boolean verbatim, Mark start) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = head.length();
        while (isWord(in.peek()) || !in.isEnd() && (URI + (verbatim ? ",[]" : "")).indexOf(in.peek()) >= 0) {
            int c = in.peek();
            int high = c == '%' ? Character.digit(in.peek(1), 16) : 0;
            int low = c == '%' ? Character.digit(in.peek(2), 16) : 0;
            if (high < 0 || low < 0) {
                throw scalars.error("while parsing a tag", start, "did not find URI escaped octet");
            }
            bytes.write(c == '%' ? high * 16 + low : c);
            in.skip(c == '%' ? 3 : 1);
            length++;
        }
        if (length == 0 && verbatim) {
            throw scalars.error("while parsing a tag", start, "did not find expected tag URI");
        }
        return head + bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWord(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-';
    }
}
