package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<String> commands() {
        return new CommandLine(new Main()).getSubcommands().keySet().stream();
    }

    /** An example that is wrapped cannot be copied. */
    @ParameterizedTest
    @MethodSource("commands")
    void hasAnExampleThatCanBeCopied(String command) {
        String help = said(command, "--help");
        List<String> example = Stream.of(new CommandLine(new Main())
                        .getSubcommands()
                        .get(command)
                        .getCommandSpec()
                        .usageMessage()
                        .footer())
                .filter(line -> line.startsWith("  "))
                .toList();
        assertTrue(help.contains("Example"), help);
        assertTrue(example.get(0).contains("codedeploy-tools"), example::toString);
        for (String line : example) {
            assertTrue(help.lines().anyMatch(line::equals), () -> line + " is wrapped in " + help);
        }
        assertEquals(help, said("help", command));
        assertEquals(help, said(command, "-h"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void saysWhereCredentialsComeFromWhereTheyAreUsed(String command) {
        String help = said(command, "--help");
        if (help.contains("--profile")) {
            assertTrue(help.contains("Credentials come from"), help);
        }
    }

    @Test
    void asksForTheOptionOfADirectory() {
        for (String command : List.of("check", "push", "deploy")) {
            String told = said(command, "dist");
            assertTrue(told.contains("use --source dist."), told);
        }
    }

    private static String said(String... args) {
        StringWriter both = new StringWriter();
        PrintWriter writer = new PrintWriter(both);
        Main.run(writer, writer, args);
        return both.toString();
    }
}
