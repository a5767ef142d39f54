package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What libyaml, the agent's parser, takes and SnakeYAML does not: tabs as separation, which become spaces here. What it
 * refuses and SnakeYAML takes is refused: tabs where a block scalar's indentation is expected, unknown directives.
 */
final class LibYaml {
    private final StringBuilder out;
    private boolean begun;
    private boolean ended;
    private int flow;
    private char quote;

    /** The column that a block scalar's lines are indented beyond; -2 outside of one. */
    private int block = -2;

    /** How far the lines of the block scalar are indented; 0 before the first. */
    private int blockIndent;

    /** The column beyond which a plain scalar continues on the next line; -2 if none is open. */
    private int plain = -2;

    private LibYaml(int size) {
        out = new StringBuilder(size);
    }

    /** @throws AgentFailure for what libyaml refuses */
    @NonNull
    static String adapted(@NonNull String yaml) throws AgentFailure {
        LibYaml adapter = new LibYaml(yaml.length());
        int start = 0;
        while (start < yaml.length()) {
            int end = yaml.indexOf('\n', start);
            end = end < 0 ? yaml.length() : end + 1;
            adapter.line(yaml.substring(start, end));
            start = end;
        }
        return adapter.out.toString();
    }

    private void line(String line) throws AgentFailure {
        if (isMarker(line) && quote == 0) {
            ended |= begun || line.startsWith("...");
            begun = true;
            block = -2;
            plain = -2;
        }
        if (ended) {
            // Only the first document is read.
            out.append(line);
            return;
        }
        int content = 0;
        while (content < line.length() && line.charAt(content) == ' ') {
            content++;
        }
        boolean blank = line.isBlank();
        boolean tab = content < line.length() && line.charAt(content) == '\t';
        if (block > -2) {
            if (tab && (blockIndent == 0 || content < blockIndent)) {
                throw refused("found a tab character where an indentation space is expected");
            }
            if (blank || content > block) {
                blockIndent = blank || blockIndent > 0 ? blockIndent : content;
                out.append(line);
                return;
            }
            block = -2;
        }
        if (quote == 0 && flow == 0 && line.matches("(?s)%(?!YAML[ \t]|TAG[ \t]).*")) {
            throw refused("found unknown directive name");
        }
        boolean continues = plain > -2 && tab && content > plain;
        String text = continues ? line.replaceFirst("\t[ \t]*", line.isBlank() ? "" : " ") : line;
        begun |= !blank && !line.startsWith("%") && line.charAt(content) != '#';
        if (blank && tab && !continues && quote == 0 && flow == 0) {
            throw refused("found character that cannot start any token");
        }
        if (blank && quote == 0) {
            out.append(flow > 0 ? text.replace('\t', ' ') : text);
            return;
        }
        plain = -2;
        tokens(text, content);
        if (isMarker(line)) {
            plain = -2;
        }
    }

    private static boolean isMarker(String line) {
        return (line.startsWith("---") || line.startsWith("...")) && isBlank(line.toCharArray(), 3);
    }

    private static AgentFailure refused(String problem) {
        return new AgentFailure("(<unknown>): " + problem);
    }

    private void tokens(String line, int from) {
        char[] text = line.toCharArray();
        int i = quote == 0 ? from : 0;
        if (quote == 0 && flow > 0) {
            i = spaces(text, i);
        }
        boolean atStart = true;
        int indent = from;
        while (i < text.length) {
            char c = text[i];
            if (quote != 0) {
                i = quoted(text, i);
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                i = separation(text, i, i == from);
            } else if (c == '#' && (i == 0 || isBlank(text, i - 1))) {
                plain = -2;
                break;
            } else if ((c == '-' || c == '?') && atStart && flow == 0 && isBlank(text, i + 1)) {
                // A tab behind these is an error for both.
                indent = i;
                i++;
                while (i < text.length && text[i] == ' ') {
                    i++;
                }
                if (i < text.length && text[i] == '\t') {
                    break;
                }
            } else if (atStart && (c == '"' || c == '\'')) {
                quote = c;
                i++;
                atStart = false;
            } else if (c == '[' || c == '{') {
                flow += atStart || flow > 0 ? 1 : 0;
                i = flow > 0 ? spaces(text, i + 1) : i + 1;
                atStart = flow > 0;
            } else if (flow > 0 && (c == ']' || c == '}')) {
                flow--;
                i++;
                atStart = false;
            } else if (flow > 0 && c == ',' || c == ':' && (isBlank(text, i + 1) || flow > 0 && !atStart)) {
                i = spaces(text, i + 1);
                atStart = true;
                plain = -2;
            } else if (atStart && (c == '&' || c == '!')) {
                while (i < text.length && !isBlank(text, i)) {
                    i++;
                }
                i = spaces(text, i);
            } else if (atStart && flow == 0 && (c == '|' || c == '>')) {
                block = column(text, from, i, indent);
                blockIndent = 0;
                i++;
                atStart = false;
            } else {
                if (atStart && flow == 0) {
                    indent = Math.max(indent, i);
                    plain = column(text, from, i, indent);
                }
                atStart = false;
                i++;
            }
        }
        out.append(text);
    }

    /** A block scalar belongs to the key before it, or to the dash. */
    private static int column(char[] text, int from, int at, int indent) {
        for (int i = from; i < at; i++) {
            if (text[i] == ':' && isBlank(text, i + 1)) {
                int key = from;
                while (key < i && (text[key] == '-' || text[key] == ' ')) {
                    key++;
                }
                return key;
            }
        }
        return at == from ? -1 : indent;
    }

    private int quoted(char[] text, int i) {
        if (text[i] == '\\' && quote == '"') {
            return i + 2;
        }
        if (text[i] == quote) {
            if (quote == '\'' && i + 1 < text.length && text[i + 1] == '\'') {
                return i + 2;
            }
            quote = 0;
        }
        return i + 1;
    }

    /** Blanks between tokens: rewritten before a comment, a colon or the line's end, else they may be part of a scalar. */
    private int separation(char[] text, int from, boolean leading) {
        int end = from;
        while (end < text.length && isBlank(text, end) && text[end] != '\n') {
            end++;
        }
        boolean ends = end >= text.length || text[end] == '\n' || text[end] == '#';
        boolean colon = end < text.length && text[end] == ':' && isBlank(text, end + 1);
        if ((ends || colon || flow > 0) && !(leading && flow == 0)) {
            for (int i = from; i < end; i++) {
                text[i] = text[i] == '\t' ? ' ' : text[i];
            }
        }
        return Math.max(end, from + 1);
    }

    private static int spaces(char[] text, int from) {
        int i = from;
        while (i < text.length && (text[i] == ' ' || text[i] == '\t')) {
            text[i++] = ' ';
        }
        return i;
    }

    private static boolean isBlank(char[] text, int i) {
        return i >= text.length || text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r';
    }
}
