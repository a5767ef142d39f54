package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.BlockEndToken;
import org.yaml.snakeyaml.tokens.BlockEntryToken;
import org.yaml.snakeyaml.tokens.BlockMappingStartToken;
import org.yaml.snakeyaml.tokens.BlockSequenceStartToken;
import org.yaml.snakeyaml.tokens.DocumentEndToken;
import org.yaml.snakeyaml.tokens.DocumentStartToken;
import org.yaml.snakeyaml.tokens.FlowEntryToken;
import org.yaml.snakeyaml.tokens.FlowMappingEndToken;
import org.yaml.snakeyaml.tokens.FlowMappingStartToken;
import org.yaml.snakeyaml.tokens.FlowSequenceEndToken;
import org.yaml.snakeyaml.tokens.FlowSequenceStartToken;
import org.yaml.snakeyaml.tokens.KeyToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.StreamStartToken;
import org.yaml.snakeyaml.tokens.Token;
import org.yaml.snakeyaml.tokens.ValueToken;

/**
 * Tokens of YAML as libyaml makes them, which instances read their AppSpec with. SnakeYAML's own scanner refuses tabs
 * that libyaml takes for blanks, and takes some that libyaml refuses.
 *
 * @see <a href="https://pyyaml.org/wiki/LibYAML">libyaml</a>
 */
final class LibyamlScanner implements Scanner {
    /** How far the colon of a key without "?" may be from its beginning. */
    private static final int MAX_KEY = 1024;

    private static final int MAX_FLOW = 1000;

    /** What a key may turn out to be, once its colon is found. */
    private record Candidate(int token, boolean required, Mark mark) {}

    private final TextCursor in;
    private final LibyamlScalars scalars;
    private final LibyamlTags tags;
    private final Deque<Integer> indents = new ArrayDeque<>();
    /** One for the block and one for each flow collection; null where there is none. */
    private final List<Candidate> candidates = new ArrayList<>();

    private final List<Token> tokens = new ArrayList<>();
    private int taken;
    private int indent = -1;
    private boolean keyAllowed = true;
    private boolean ended;

    LibyamlScanner(@NonNull TextCursor in) {
        this.in = in;
        this.scalars = new LibyamlScalars(in);
        this.tags = new LibyamlTags(in, scalars);
        candidates.add(null);
        tokens.add(new StreamStartToken(in.mark(), in.mark()));
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        Token next = peekToken();
        for (Token.ID choice : choices) {
            if (next.getTokenId() == choice) {
                return true;
            }
        }
        return choices.length == 0;
    }

    @Override
    public Token peekToken() {
        while (!ended && needsMore()) {
            fetch();
        }
        return tokens.get(0);
    }

    @Override
    public Token getToken() {
        Token next = peekToken();
        tokens.remove(0);
        taken++;
        return next;
    }

    @Override
    public void resetDocumentIndex() {
        // Only one document is read.
    }

    /** The next token may still turn out to be a key, before which others belong. */
    private boolean needsMore() {
        if (tokens.isEmpty()) {
            return true;
        }
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = valid(i);
            if (candidate != null && candidate.token == taken) {
                return true;
            }
        }
        return false;
    }

    @CheckForNull
    private Candidate valid(int level) {
        Candidate candidate = candidates.get(level);
        if (candidate == null
                || candidate.mark.getLine() == in.line() && candidate.mark.getIndex() + MAX_KEY >= in.index()) {
            return candidate;
        }
        candidates.set(level, null);
        if (candidate.required) {
            throw scalars.error("while scanning a simple key", candidate.mark, "could not find expected ':'");
        }
        return null;
    }

    private boolean isFlow() {
        return candidates.size() > 1;
    }

    private void fetch() {
        skipToToken();
        if (!isFlow()) {
            unroll(in.column());
        }
        int c = in.peek();
        if (in.isEnd()) {
            end();
        } else if (in.column() == 0 && c == '%') {
            leaveBlocks();
            tokens.add(tags.directive());
        } else if (in.isDocumentIndicator()) {
            leaveBlocks();
            Mark start = in.mark();
            in.skip(3);
            tokens.add(c == '-' ? new DocumentStartToken(start, in.mark()) : new DocumentEndToken(start, in.mark()));
        } else if (c == '[' || c == '{') {
            flowStart(c);
        } else if (c == ']' || c == '}') {
            flowEnd(c);
        } else if (c == ',') {
            removeCandidate();
            keyAllowed = true;
            Mark start = in.mark();
            in.skip();
            tokens.add(new FlowEntryToken(start, in.mark()));
        } else if (c == '-' && in.isBlankOrEnd(1)) {
            blockEntry();
        } else if (c == '?' && (isFlow() || in.isBlankOrEnd(1))) {
            key();
        } else if (c == ':' && (isFlow() || in.isBlankOrEnd(1))) {
            value();
        } else {
            node(c);
        }
    }

    private void node(int c) {
        if (c == '|' && !isFlow() || c == '>' && !isFlow()) {
            removeCandidate();
            keyAllowed = true;
            tokens.add(scalars.block(c == '|', indent));
            return;
        }
        if (c == '\t') {
            throw scalars.error("while scanning for the next token", null, "found a tab where no tab can be");
        }
        boolean plain = "-?:,[]{}#&*!|>'\"%@`".indexOf(c) < 0
                || c == '-' && !in.isBlankOrEnd(1)
                || !isFlow() && (c == '?' || c == ':') && !in.isBlankOrEnd(1);
        if (!plain && "*&!'\"".indexOf(c) < 0) {
            throw scalars.error(
                    "while scanning for the next token", null, "found character that cannot start any token");
        }
        saveCandidate();
        keyAllowed = false;
        if (c == '*' || c == '&') {
            Mark start = in.mark();
            String name = tags.anchor(start);
            tokens.add(c == '*' ? new AliasToken(name, start, in.mark()) : new AnchorToken(name, start, in.mark()));
        } else if (c == '!') {
            tokens.add(tags.tag(isFlow()));
        } else if (c == '\'' || c == '"') {
            tokens.add(scalars.quoted((char) c));
        } else {
            tokens.add(scalars.plain(isFlow(), indent, () -> keyAllowed = true));
        }
    }

    private void skipToToken() {
        while (true) {
            if (in.column() == 0 && in.is('\uFEFF')) {
                in.skip();
            }
            while (in.is(' ') || (isFlow() || !keyAllowed) && in.is('\t')) {
                in.skip();
            }
            if (in.is('#')) {
                in.skipToBreak();
            }
            if (!in.isBreak()) {
                return;
            }
            in.skipLine();
            keyAllowed |= !isFlow();
        }
    }

    private void end() {
        in.endLine();
        unroll(-1);
        removeCandidate();
        keyAllowed = false;
        ended = true;
        tokens.add(new StreamEndToken(in.mark(), in.mark()));
    }

    private void leaveBlocks() {
        unroll(-1);
        removeCandidate();
        keyAllowed = false;
    }

    private void flowStart(int c) {
        saveCandidate();
        if (candidates.size() > MAX_FLOW) {
            throw scalars.error(null, null, "collections are nested too deeply");
        }
        candidates.add(null);
        keyAllowed = true;
        Mark start = in.mark();
        in.skip();
        tokens.add(
                c == '[' ? new FlowSequenceStartToken(start, in.mark()) : new FlowMappingStartToken(start, in.mark()));
    }

    private void flowEnd(int c) {
        removeCandidate();
        if (isFlow()) {
            candidates.remove(candidates.size() - 1);
        }
        keyAllowed = false;
        Mark start = in.mark();
        in.skip();
        tokens.add(c == ']' ? new FlowSequenceEndToken(start, in.mark()) : new FlowMappingEndToken(start, in.mark()));
    }

    private void blockEntry() {
        if (!isFlow()) {
            if (!keyAllowed) {
                throw scalars.error(null, null, "block sequence entries are not allowed in this context");
            }
            roll(in.column(), tokens.size(), new BlockSequenceStartToken(in.mark(), in.mark()));
        }
        removeCandidate();
        keyAllowed = true;
        Mark start = in.mark();
        in.skip();
        tokens.add(new BlockEntryToken(start, in.mark()));
    }

    private void key() {
        if (!isFlow()) {
            if (!keyAllowed) {
                throw scalars.error(null, null, "mapping keys are not allowed in this context");
            }
            roll(in.column(), tokens.size(), new BlockMappingStartToken(in.mark(), in.mark()));
        }
        removeCandidate();
        keyAllowed = !isFlow();
        Mark start = in.mark();
        in.skip();
        tokens.add(new KeyToken(start, in.mark()));
    }

    private void value() {
        Candidate candidate = valid(candidates.size() - 1);
        if (candidate != null) {
            Mark mark = candidate.mark;
            tokens.add(candidate.token - taken, new KeyToken(mark, mark));
            if (!isFlow()) {
                roll(mark.getColumn(), candidate.token - taken, new BlockMappingStartToken(mark, mark));
            }
            candidates.set(candidates.size() - 1, null);
            keyAllowed = false;
        } else {
            if (!isFlow()) {
                if (!keyAllowed) {
                    throw scalars.error(null, null, "mapping values are not allowed in this context");
                }
                roll(in.column(), tokens.size(), new BlockMappingStartToken(in.mark(), in.mark()));
            }
            keyAllowed = !isFlow();
        }
        Mark start = in.mark();
        in.skip();
        tokens.add(new ValueToken(start, in.mark()));
    }

    private void saveCandidate() {
        if (keyAllowed) {
            boolean required = !isFlow() && indent == in.column();
            removeCandidate();
            candidates.set(candidates.size() - 1, new Candidate(taken + tokens.size(), required, in.mark()));
        }
    }

    private void removeCandidate() {
        Candidate candidate = candidates.set(candidates.size() - 1, null);
        if (candidate != null && candidate.required) {
            throw scalars.error("while scanning a simple key", candidate.mark, "could not find expected ':'");
        }
    }

    private void roll(int column, int at, Token token) {
        if (indent < column) {
            indents.push(indent);
            indent = column;
            tokens.add(at, token);
        }
    }

    private void unroll(int column) {
        while (!isFlow() && indent > column) {
            tokens.add(new BlockEndToken(in.mark(), in.mark()));
            indent = indents.pop();
        }
    }
}
