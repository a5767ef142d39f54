package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecProblems;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = "Check a source or an AppSpec file as the instance agent would, without AWS.",
        sortOptions = false,
        footer = {
            "",
            "Needs no credentials and no network.",
            "",
            "Examples:",
            "  codedeploy-tools check --source dist",
            "  codedeploy-tools check --app-spec-content appspec.json"
        })
final class CheckCommand extends EngineCommand {
    @Mixin
    private SourceArguments source;

    @Option(
            names = "--app-spec-content",
            description =
                    "AppSpec for Lambda or ECS: a file name, or the content itself as JSON or as YAML with several lines")
    private String appSpecContent;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        List<Text> warnings = new ArrayList<>();
        AppSpecCheck check = new AppSpecCheck(source.strictAppSpec, warnings::add);
        List<Text> errors = List.of();
        try {
            if (appSpecContent != null) {
                check.checkContent(DeployCommand.content(appSpecContent));
            } else {
                SourceSpec spec = source.spec();
                LocalSourceHost host = new LocalSourceHost();
                check.check(host, spec, host.survey(spec));
            }
        } catch (AppSpecProblems e) {
            errors = e.problems();
        }
        put(result.putArray("errors"), errors);
        put(result.putArray("warnings"), warnings);
        errors.forEach(error -> console.output("ERROR   " + error.in(OptionNames.LANGUAGE)));
        warnings.forEach(warning -> console.output("WARNING " + warning.in(OptionNames.LANGUAGE)));
        console.output(errors.size()
                + (errors.size() == 1 ? " error, " : " errors, ")
                + warnings.size()
                + (warnings.size() == 1 ? " warning" : " warnings"));
        return errors.isEmpty() ? Console.SUCCESS : Console.BAD_INPUT;
    }

    private static void put(ArrayNode array, List<Text> texts) {
        texts.forEach(text -> array.add(text.in(OptionNames.LANGUAGE)));
    }
}
