package io.jenkins.plugins.codedeploy.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = "Show the help of a command.",
        footer = {"", "Example:", "  codedeploy-tools help deploy"})
final class HelpCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "the command; default: an overview")
    private String command;

    @Override
    public void run() {
        CommandLine root = spec.root().commandLine();
        CommandLine about = command == null ? root : root.getSubcommands().get(command);
        if (about == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Unknown command: " + command + ". The commands are "
                            + String.join(", ", root.getSubcommands().keySet()) + ".");
        }
        about.usage(spec.commandLine().getOut());
    }
}
