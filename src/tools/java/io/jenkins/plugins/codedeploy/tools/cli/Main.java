package io.jenkins.plugins.codedeploy.tools.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: the engine without Jenkins, and the simulated AWS. */
@Command(
        name = "codedeploy-tools",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, SimulateCommand.class, PushCommand.class, DeployCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.err);
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
