package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: the engine without Jenkins, and the simulated AWS. */
@Command(
        name = "codedeploy-tools",
        description = "Deploy with AWS CodeDeploy across accounts, or try it on two simulated accounts.",
        footer = {
            "",
            "Progress goes to standard error, the result to standard output: as text, or with --json as one JSON object.",
            "Exit codes: 0 success, 1 the deployment did not succeed, 2 invalid input or setup.",
            "",
            "Examples:",
            "  codedeploy-tools demo",
            "  codedeploy-tools help deploy",
            "  source <(codedeploy-tools completion)"
        },
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            SimulateCommand.class,
            PushCommand.class,
            DeployCommand.class,
            RollbackCommand.class,
            StopCommand.class,
            ContinueCommand.class,
            HistoryCommand.class,
            CheckCommand.class,
            PreflightCommand.class,
            SetupCommand.class,
            BenchCommand.class,
            VersionCommand.class,
            HelpCommand.class,
            CompletionCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    private boolean version;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "write the result to standard output as one line of JSON")
    private boolean json;

    /** Reads the version from the JAR's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "codedeploy-tools " + (built == null ? "(not packaged)" : built) + ", Java " + Runtime.version()
            };
        }
    }

    /** Returns the console of a command, which may be a subcommand. */
    static Console console(CommandSpec command) {
        boolean json = command.root().userObject() instanceof Main main && main.json;
        return new Console(command.commandLine(), json);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Specify a command: " + String.join(", ", spec.subcommands().keySet()) + ".");
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(out, err, args));
    }

    /** @return the exit code */
    public static int run(@NonNull PrintWriter out, @NonNull PrintWriter err, @NonNull String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::broken)
                .execute(args);
    }

    private static int misused(ParameterException e, String[] args) {
        Console console = new Console(e.getCommandLine(), List.of(args).contains("--json"));
        Misuse misuse = Misuse.of(e);
        console.progress(misuse.summary());
        console.progress(misuse.fix());
        return fail(console, misuse.summary(), misuse.fix(), Console.BAD_INPUT);
    }

    /** Reports an internal error. A deployment that was started might still be running. */
    private static int broken(Exception e, CommandLine command, ParseResult parsed) {
        e.printStackTrace(command.getErr());
        return fail(console(command.getCommandSpec()), "Internal error: " + e, null, Console.NOT_SUCCESSFUL);
    }

    private static int fail(Console console, String summary, @CheckForNull String fix, int exitCode) {
        ObjectNode result = Console.object();
        result.set("problem", Console.problem(summary, null, fix));
        console.result(result);
        return exitCode;
    }
}
