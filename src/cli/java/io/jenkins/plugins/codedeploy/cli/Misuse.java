package io.jenkins.plugins.codedeploy.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Arguments that are not valid.
 *
 * @param summary what is wrong
 * @param fix what to type instead
 */
record Misuse(@NonNull String summary, @NonNull String fix) {
    @NonNull
    static Misuse of(@NonNull ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String help = "For a list of " + (command.parent() == null ? "commands" : "options") + ", use "
                + command.qualifiedName() + " --help.";
        List<String> unknown = new ArrayList<>(
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getUnmatched()
                        : e.getCommandLine().getUnmatchedArguments());
        if (!unknown.isEmpty()) {
            return unknown(command, unknown.get(0), help);
        }
        if (e instanceof MissingParameterException missing) {
            String names = missing.getMissing().stream().map(Misuse::name).collect(Collectors.joining(" and "));
            return new Misuse("Missing: " + names + ".", help);
        }
        return new Misuse(String.valueOf(e.getMessage()), help);
    }

    private static Misuse unknown(CommandSpec command, String word, String help) {
        if (word.startsWith("-")) {
            String name = word.replaceFirst("=.*", "");
            String near = ClosestMatch.of(name, command.optionsMap().keySet());
            return new Misuse("Unknown option: " + name + ".", near == null ? help : "Did you mean " + near + "?");
        }
        if (command.parent() == null) {
            String near = ClosestMatch.of(word, command.subcommands().keySet());
            return new Misuse("Unknown command: " + word + ".", near == null ? help : "Did you mean " + near + "?");
        }
        return new Misuse("Unexpected argument: " + word + ".", instead(command, word, help));
    }

    private static String instead(CommandSpec command, String word, String help) {
        if (command.findOption("--deployment-id") != null && word.startsWith("d-")) {
            return "For a deployment, use --deployment-id " + word + ".";
        }
        if (command.findOption("--source") != null) {
            return "For a directory or an archive, use --source " + word + ".";
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (parameter.completionCandidates() != null) {
                return "Use one of "
                        + StreamSupport.stream(parameter.completionCandidates().spliterator(), false)
                                .collect(Collectors.joining(", "))
                        + ".";
            }
        }
        return help;
    }

    private static String name(ArgSpec argument) {
        return argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
    }
}
