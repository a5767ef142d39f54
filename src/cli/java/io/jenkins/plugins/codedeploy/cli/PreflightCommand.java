package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import io.jenkins.plugins.codedeploy.engine.preflight.Preflight;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightListener;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightSummary;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "preflight",
        description =
                "Check the setup of both accounts. Exits with code 2 if a check fails. Starts one upload and aborts it, and"
                        + " calls StopDeployment and ContinueDeployment on the deployment group's last deployment if that has"
                        + " ended, which changes nothing.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools preflight --bucket revisions --application shop \\",
            "    --deployment-group web --region eu-central-1 \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class PreflightCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Option(names = "--application", description = "CodeDeploy application")
    private String application;

    @Option(names = "--deployment-group", description = "deployment group of the application")
    private String deploymentGroup;

    @Option(names = "--deployment-config", description = "deployment configuration; default: the deployment group's")
    private String deploymentConfig;

    @Option(
            names = "--strict",
            description = "also exit with code 2 if something was not checked or cannot be verified in advance")
    private boolean strict;

    @Option(
            names = "--without-stop",
            description = "do not call StopDeployment and ContinueDeployment on a deployment that has ended")
    private boolean withoutStop;

    @Override
    int run(Console console, ObjectNode report) throws Exception {
        TargetAccess access = account.access(console);
        long begun = System.nanoTime();
        List<CheckResult> results;
        try (EngineRuntime runtime = account.runtime()) {
            PreflightRequest request = new PreflightRequest(
                            access,
                            bucket.isGiven()
                                    ? target(new PushOperation(runtime, access, console::progress), access)
                                    : null,
                            bucket.prefix(application == null ? PushCommand.DEFAULT_APPLICATION : application),
                            application,
                            deploymentGroup,
                            deploymentConfig)
                    .tryingStop(!withoutStop);
            results = new Preflight(runtime.clients(), SessionName.of("codedeploy-tools", ""))
                    .run(request, PartProbe.local(), PreflightListener.SILENT);
        }
        results.forEach(result -> tell(console, result));
        ArrayNode checks = report.putArray("checks");
        results.forEach(result -> checks.add(json(result)));
        Map<CheckResult.Status, Long> counts = Preflight.count(results);
        counts.forEach((status, count) -> report.put(status.name(), count));
        PreflightSummary summary = new PreflightSummary(results);
        console.progress(summary.counts().in(OptionNames.LANGUAGE));
        summary.notes().forEach(note -> console.progress(note.in(OptionNames.LANGUAGE)));
        ArrayNode unproved = report.putArray("unproved");
        summary.unproved().forEach(result -> unproved.add(result.id()));
        report.put("seconds", seconds(begun));
        boolean failed = counts.containsKey(CheckResult.Status.FAILED);
        if (strict && !failed && !unproved.isEmpty()) {
            console.progress("Not proved (--strict): " + PreflightSummary.ids(summary.unproved()) + ".");
        }
        return failed || strict && !unproved.isEmpty() ? Console.BAD_INPUT : Console.SUCCESS;
    }

    private BucketTarget target(PushOperation pushing, TargetAccess access) {
        try {
            return pushing.find(bucket);
        } catch (EngineException e) {
            // the checks report what cannot be reached
            return bucket.target(access);
        }
    }

    private static void tell(Console console, CheckResult result) {
        boolean failed = result.status() == CheckResult.Status.FAILED && result.problem() != null;
        console.progress(String.format(
                Locale.ROOT,
                "%d %-17s %-21s %s",
                result.check().step().number(),
                result.id(),
                result.status(),
                failed ? result.problem().brief(Locale.ROOT) : result.finding()));
        if (failed) {
            result.problem()
                    .in(OptionNames.LANGUAGE)
                    .lines()
                    .skip(1)
                    .forEach(line -> console.progress("      " + line));
        } else if (result.status() == CheckResult.Status.NOT_PROVABLE
                && !result.onlyInDeployment()
                && result.problem() != null) {
            lookFor(result.problem()).ifPresent(line -> console.progress("      " + line));
        }
    }

    /** Returns the possible causes in one line. The statements to add are in the JSON result. */
    private static Optional<String> lookFor(Problem problem) {
        Guidance guidance = problem.guidance();
        return guidance == null || guidance.causes().isEmpty()
                ? Optional.empty()
                : Optional.of("If a deployment fails because of this, check whether one of these causes applies: "
                        + guidance.causes().stream()
                                .map(cause -> cause.why().in(OptionNames.LANGUAGE))
                                .collect(Collectors.joining(" / ")));
    }

    private static ObjectNode json(CheckResult result) {
        ObjectNode node = Console.object()
                .put("check", result.id())
                .put("step", result.step().number())
                .put("status", result.status().name())
                .put("finding", result.finding().in(OptionNames.LANGUAGE));
        if (result.problem() != null) {
            node.set("problem", Console.problem(result.problem()));
        }
        return node;
    }
}
