package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes progress to standard error and the result to standard output: as text, or with {@code --json} as one line of
 * JSON. Uses colors only on a terminal.
 */
final class Console {
    static final int SUCCESS = 0;
    static final int NOT_SUCCESSFUL = 1;
    static final int BAD_INPUT = 2;

    /** Escapes non-ASCII characters, so that the output does not depend on the terminal's encoding. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final Pattern STATUS = Pattern.compile("\\b(Succeeded|Failed|Stopped|FAILED|PASSED)\\b");

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean terminal;
    private final CommandLine command;
    private List<String> foot = List.of();

    /** @param json whether the result is written as JSON */
    Console(CommandLine command, boolean json) {
        out = command.getOut();
        err = command.getErr();
        this.json = json;
        this.command = command;
        // follows NO_COLOR, CLICOLOR and TERM
        terminal = Ansi.AUTO.enabled();
    }

    /** Whether a person sees the output on a terminal with colors and Unicode. */
    boolean isTerminal() {
        return terminal;
    }

    boolean isJson() {
        return json;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    synchronized void progress(String line) {
        eraseFoot();
        String safe = SingleLine.of(line);
        boolean title = safe.startsWith("== ");
        for (String part : terminal ? WordWrap.of(safe, width()) : List.of(safe)) {
            err.println(title && terminal ? "\u001b[1m" + part + "\u001b[0m" : colored(part));
        }
        drawFoot();
    }

    /** How many characters fit in a line of the terminal; 80 where that is not known. */
    int width() {
        return command.getCommandSpec().usageMessage().autoWidth(true).width();
    }

    /**
     * Keeps lines below everything else that is written, in place of those that were kept before. For terminals.
     *
     * @param lines none longer than {@link #width}
     */
    synchronized void foot(List<String> lines) {
        eraseFoot();
        foot = List.copyOf(lines);
        drawFoot();
    }

    private void eraseFoot() {
        if (!foot.isEmpty()) {
            // first column, where Ctrl-C may have left its mark; cursor up, erase to the end of the screen
            err.print("\r\u001b[" + foot.size() + "A\u001b[J");
        }
    }

    private void drawFoot() {
        foot.forEach(line -> err.println(colored(SingleLine.of(line))));
        err.flush();
    }

    /** Writes one line of the result for people; nothing with {@code --json}. */
    synchronized void output(String line) {
        if (!json) {
            eraseFoot();
            err.flush();
            out.println(SingleLine.of(line));
            out.flush();
            drawFoot();
        }
    }

    private String colored(String line) {
        if (!terminal) {
            return line;
        }
        return STATUS.matcher(line).replaceAll(status -> {
            boolean good = status.group().equals("Succeeded") || status.group().equals("PASSED");
            return "\u001b[" + (good ? 32 : 31) + "m" + status.group() + "\u001b[0m";
        });
    }

    /** Writes a text with several lines, which must not contain untrusted line breaks. */
    void lines(String text) {
        text.lines().forEach(this::progress);
    }

    /** Writes the problem as one line, followed by the guidance. */
    void tell(Problem problem) {
        progress(problem.brief(OptionNames.LANGUAGE));
        if (problem.guidance() != null) {
            lines(problem.guidance().in(OptionNames.LANGUAGE));
        }
    }

    /** Writes the result as JSON if that was asked for. */
    synchronized void result(ObjectNode result) {
        if (!json) {
            return;
        }
        try {
            // the only control character that Jackson does not escape
            out.println(JSON.writeValueAsString(result).replace("\u007f", "\\u007f"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        out.flush();
    }

    private static void guidance(ObjectNode node, Guidance guidance) {
        GuideStep step = guidance.step();
        node.put("step", step == null ? null : step.number());
        ArrayNode causes = node.putArray("causes");
        for (Guidance.Cause cause : guidance.causes()) {
            ObjectNode one = causes.addObject().put("why", cause.why().in(OptionNames.LANGUAGE));
            ArrayNode remedies = one.putArray("remedies");
            for (Remedy remedy : cause.remedies()) {
                remedies.addObject()
                        .put("kind", remedy.kind().name())
                        .put("resource", remedy.resource())
                        .put("content", remedy.content());
            }
        }
    }

    static ObjectNode problem(Problem problem) {
        ObjectNode node = problem(text(problem.summary()), text(problem.cause()), text(problem.fix()));
        if (problem.guidance() != null) {
            guidance(node, problem.guidance());
        }
        return node;
    }

    static ObjectNode problem(String summary, @CheckForNull String cause, @CheckForNull String fix) {
        return object().put("summary", summary).put("cause", cause).put("fix", fix);
    }

    private static String text(@CheckForNull Text text) {
        return text == null ? null : text.in(OptionNames.LANGUAGE);
    }
}
