package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Hostile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ConsoleTest {
    @Command
    static final class Nothing {}

    /** As the log of a build. */
    @Test
    void textOfOthersBreaksNoLine() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new CommandLine(new Nothing()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), true);

        console.progress(Hostile.TEXT);
        console.tell(Hostile.problem());
        console.lines("our line\n" + "| " + Hostile.TEXT.replace('\n', ' ').replace('\r', ' '));
        console.result(Console.object().set("problem", Console.problem(Hostile.problem())));

        String[] lines = err.toString().split("\\R");
        assertTrue(lines.length > 10);
        for (String line : lines) {
            assertTrue(Hostile.isHarmless(line), line);
        }
        assertEquals(1, out.toString().stripTrailing().lines().count());
        assertTrue(Hostile.isHarmless(out.toString().stripTrailing()), out.toString());
    }

    /** What is written goes above it. */
    @Test
    void theFootStaysBelow() {
        StringWriter err = new StringWriter();
        Console console = new Console(new CommandLine(new Nothing()).setErr(new PrintWriter(err)), false);

        console.foot(List.of("a", "b"));
        console.progress("first");
        console.foot(List.of());

        String up = "\r\u001b[2A\u001b[J";
        assertEquals("a|b|" + up + "first|a|b|" + up, err.toString().replace(System.lineSeparator(), "|"));
    }
}
