package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.ScalarToken;

/** The scalars of {@link LibyamlScanner}: block, quoted and plain. */
final class LibyamlScalars {
    private static final String ESCAPES = "0abt\tnvfre\"/\\N_LP ";
    private static final String ESCAPED = "\0\u0007\b\t\t\n\u000b\f\r\u001b\"/\\\u0085\u00a0\u2028\u2029 ";

    private final TextCursor in;

    LibyamlScalars(@NonNull TextCursor in) {
        this.in = in;
    }

    /** Line breaks between two pieces of a scalar. */
    private static final class Fold {
        final StringBuilder blanks = new StringBuilder();
        final StringBuilder firstBreak = new StringBuilder();
        final StringBuilder moreBreaks = new StringBuilder();
        boolean broken;

        void take(TextCursor in) {
            if (!in.isBreak()) {
                if (broken) {
                    in.skip();
                } else {
                    in.read(blanks);
                }
            } else if (broken) {
                in.readLine(moreBreaks);
            } else {
                blanks.setLength(0);
                in.readLine(firstBreak);
                broken = true;
            }
        }

        void into(StringBuilder text) {
            if (!broken) {
                text.append(blanks);
            } else if (firstBreak.length() > 0 && firstBreak.charAt(0) == '\n') {
                text.append(moreBreaks.length() == 0 ? " " : moreBreaks);
            } else {
                text.append(firstBreak).append(moreBreaks);
            }
            blanks.setLength(0);
            firstBreak.setLength(0);
            moreBreaks.setLength(0);
            broken = false;
        }
    }

    /** @param indent column of the block that holds it; -1 at the top */
    @NonNull
    ScalarToken block(boolean literal, int indent) {
        Mark start = in.mark();
        in.skip();
        char chomping = 0;
        int increment = 0;
        for (int i = 0; i < 2; i++) {
            if (chomping == 0 && (in.is('+') || in.is('-'))) {
                chomping = (char) in.peek();
                in.skip();
            } else if (increment == 0 && in.peek() >= '0' && in.peek() <= '9') {
                increment = in.peek() - '0';
                if (increment == 0) {
                    throw error("while scanning a block scalar", start, "found an indentation indicator equal to 0");
                }
                in.skip();
            }
        }
        in.skipBlanks();
        if (in.is('#')) {
            in.skipToBreak();
        }
        if (!in.isBreakOrEnd()) {
            throw error("while scanning a block scalar", start, "did not find expected comment or line break");
        }
        if (in.isBreak()) {
            in.skipLine();
        }
        StringBuilder text = new StringBuilder();
        StringBuilder firstBreak = new StringBuilder();
        StringBuilder moreBreaks = new StringBuilder();
        int own = increment == 0 ? 0 : Math.max(indent, 0) + increment;
        own = blockBreaks(own, indent, moreBreaks, start);
        boolean leadingBlank = false;
        while (in.column() == own && !in.isEnd()) {
            boolean trailingBlank = in.isBlank();
            boolean folded = !literal && firstBreak.length() > 0 && firstBreak.charAt(0) == '\n';
            if (folded && !leadingBlank && !trailingBlank) {
                text.append(moreBreaks.length() == 0 ? " " : "");
            } else {
                text.append(firstBreak);
            }
            text.append(moreBreaks);
            firstBreak.setLength(0);
            moreBreaks.setLength(0);
            leadingBlank = in.isBlank();
            while (!in.isBreakOrEnd()) {
                in.read(text);
            }
            if (in.isBreak()) {
                in.readLine(firstBreak);
            }
            own = blockBreaks(own, indent, moreBreaks, start);
        }
        if (chomping != '-') {
            text.append(firstBreak);
        }
        if (chomping == '+') {
            text.append(moreBreaks);
        }
        return new ScalarToken(
                text.toString(), false, start, in.mark(), literal ? ScalarStyle.LITERAL : ScalarStyle.FOLDED);
    }

    /** Skips indentation and empty lines; answers the block's own indentation, found out when it is 0. */
    private int blockBreaks(int own, int indent, StringBuilder breaks, Mark start) {
        int most = 0;
        while (true) {
            while ((own == 0 || in.column() < own) && in.is(' ')) {
                in.skip();
            }
            most = Math.max(most, in.column());
            if ((own == 0 || in.column() < own) && in.is('\t')) {
                throw error(
                        "while scanning a block scalar",
                        start,
                        "found a tab character where an indentation space is expected");
            }
            if (!in.isBreak()) {
                return own != 0 ? own : Math.max(Math.max(most, indent + 1), 1);
            }
            in.readLine(breaks);
        }
    }

    @NonNull
    ScalarToken quoted(char quote) {
        Mark start = in.mark();
        in.skip();
        StringBuilder text = new StringBuilder();
        Fold fold = new Fold();
        while (true) {
            if (in.isDocumentIndicator()) {
                throw error("while scanning a quoted scalar", start, "found unexpected document indicator");
            }
            if (in.isEnd()) {
                throw error("while scanning a quoted scalar", start, "found unexpected end of stream");
            }
            boolean escapedBreak = pieces(quote, text, start);
            if (in.is(quote) && !escapedBreak) {
                break;
            }
            fold.broken = escapedBreak;
            while (in.isBlank() || in.isBreak()) {
                fold.take(in);
            }
            fold.into(text);
        }
        in.skip();
        ScalarStyle style = quote == '"' ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.SINGLE_QUOTED;
        return new ScalarToken(text.toString(), false, start, in.mark(), style);
    }

    /** Up to a blank, the closing quote or an escaped line break, which alone answers true. */
    private boolean pieces(char quote, StringBuilder text, Mark start) {
        while (!in.isBlankOrEnd(0)) {
            if (quote == '\'' && in.is('\'') && in.peek(1) == '\'') {
                text.append('\'');
                in.skip(2);
            } else if (in.is(quote)) {
                return false;
            } else if (quote == '"' && in.is('\\')) {
                in.skip();
                if (in.isBreak()) {
                    in.skipLine();
                    return true;
                }
                escape(text, start);
            } else {
                in.read(text);
            }
        }
        return false;
    }

    private void escape(StringBuilder text, Mark start) {
        int c = in.peek();
        int at = c == 0 ? -1 : ESCAPES.indexOf(c);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (at >= 0) {
            text.append(ESCAPED.charAt(at));
        } else if (digits == 0) {
            throw error("while parsing a quoted scalar", start, "found unknown escape character");
        }
        in.skip();
        if (digits > 0) {
            long code = 0;
            for (int i = 0; i < digits; i++) {
                int digit = in.peek() < 0x80 ? Character.digit(in.peek(), 16) : -1;
                if (digit < 0) {
                    throw error("while parsing a quoted scalar", start, "did not find expected hexdecimal number");
                }
                code = code * 16 + digit;
                in.skip();
            }
            if (code >= 0xd800 && code <= 0xdfff || code > 0x10ffff) {
                throw error("while parsing a quoted scalar", start, "found invalid Unicode character escape code");
            }
            text.appendCodePoint((int) code);
        }
    }

    /** @param end answers whether it ended behind a line break, so that a key may begin */
    @NonNull
    ScalarToken plain(boolean flow, int indent, @NonNull Runnable end) {
        Mark start = in.mark();
        Mark last = start;
        StringBuilder text = new StringBuilder();
        Fold fold = new Fold();
        while (!in.isDocumentIndicator() && !in.is('#')) {
            while (!in.isBlankOrEnd(0)) {
                if (flow && in.is(':') && isAny(in.peek(1), ",?[]{}")) {
                    throw error("while scanning a plain scalar", start, "found unexpected ':'");
                }
                if (in.is(':') && in.isBlankOrEnd(1) || flow && isAny(in.peek(), ",[]{}")) {
                    break;
                }
                if (text.length() > 0) {
                    fold.into(text);
                }
                in.read(text);
                last = in.mark();
            }
            if (!in.isBlank() && !in.isBreak()) {
                break;
            }
            while (in.isBlank() || in.isBreak()) {
                if (fold.broken && in.is('\t') && in.column() < indent + 1) {
                    throw error(
                            "while scanning a plain scalar", start, "found a tab character that violates indentation");
                }
                fold.take(in);
            }
            if (!flow && in.column() < indent + 1) {
                break;
            }
        }
        if (fold.broken) {
            end.run();
        }
        return new ScalarToken(text.toString(), true, start, last, ScalarStyle.PLAIN);
    }

    private static boolean isAny(int c, String of) {
        return c != 0 && of.indexOf(c) >= 0;
    }

    ScannerException error(@CheckForNull String context, @CheckForNull Mark start, @NonNull String problem) {
        return new ScannerException(context, start, problem, in.mark());
    }
}
