package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;

/** A position in the characters of a YAML text, with libyaml's classes of characters. The end of the text reads as 0. */
final class TextCursor {
    private static final int[] NO_BUFFER = {};

    private final int[] text;
    private int index;
    private int line;
    private int column;

    /** @throws ScannerException for bytes that are not UTF-8, and for control characters, as libyaml refuses them */
    TextCursor(@NonNull byte[] bytes) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ScannerException(null, null, "it is not UTF-8", lineOfMalformed(bytes));
        }
        text = decoded.codePoints().toArray();
        for (int at = 0, lines = 0; at < text.length; at++) {
            if (!isAllowed(text[at])) {
                String character = String.format("control character 0x%02X", text[at]);
                throw new ScannerException(null, null, character, new Mark("", at, lines, 0, NO_BUFFER, 0));
            }
            lines += text[at] == '\n' ? 1 : 0;
        }
    }

    private static Mark lineOfMalformed(byte[] bytes) {
        String lossy = new String(bytes, StandardCharsets.UTF_8);
        int at = lossy.indexOf('\uFFFD');
        int line = (int) lossy.substring(0, Math.max(0, at))
                .chars()
                .filter(c -> c == '\n')
                .count();
        return new Mark("", 0, line, 0, NO_BUFFER, 0);
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0x7e
                || c == 0x85
                || c >= 0xa0 && c <= 0xd7ff
                || c >= 0xe000 && c <= 0xfffd
                || c >= 0x10000;
    }

    int index() {
        return index;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    @NonNull
    Mark mark() {
        return new Mark("", index, line, column, NO_BUFFER, 0);
    }

    int peek() {
        return peek(0);
    }

    int peek(int ahead) {
        return index + ahead < text.length ? text[index + ahead] : 0;
    }

    boolean is(char c) {
        return peek() == c;
    }

    boolean isEnd() {
        return peek() == 0;
    }

    boolean isBlank() {
        return isBlank(peek());
    }

    boolean isBreak() {
        return isBreak(peek());
    }

    /** Whether the character is a blank, a line break or the end. */
    boolean isBlankOrEnd(int ahead) {
        int c = peek(ahead);
        return c == 0 || isBlank(c) || isBreak(c);
    }

    boolean isBreakOrEnd() {
        return isBreak() || isEnd();
    }

    /** Whether a line begins with --- or ..., alone or before a blank. */
    boolean isDocumentIndicator() {
        int c = peek();
        return column == 0 && (c == '-' || c == '.') && peek(1) == c && peek(2) == c && isBlankOrEnd(3);
    }

    void skip() {
        index++;
        column++;
    }

    void skip(int characters) {
        index += characters;
        column += characters;
    }

    void skipBlanks() {
        while (isBlank()) {
            skip();
        }
    }

    /** To the end of the line, which is not skipped itself. */
    void skipToBreak() {
        while (!isBreakOrEnd()) {
            skip();
        }
    }

    void skipLine() {
        index += is('\r') && peek(1) == '\n' ? 2 : 1;
        column = 0;
        line++;
    }

    /** At the end of a text whose last line has no end, as if it had one. */
    void endLine() {
        if (column != 0) {
            column = 0;
            line++;
        }
    }

    void read(@NonNull StringBuilder into) {
        into.appendCodePoint(peek());
        skip();
    }

    void readLine(@NonNull StringBuilder into) {
        into.appendCodePoint(is('\u2028') || is('\u2029') ? peek() : '\n');
        skipLine();
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
