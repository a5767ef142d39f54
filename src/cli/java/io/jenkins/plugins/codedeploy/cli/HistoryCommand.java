package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "history",
        description = "List the newest deployments of a deployment group, newest first.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools history --application shop --deployment-group web \\",
            "    --region eu-central-1 \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class HistoryCommand extends EngineCommand {
    private static final int MOST = 1_000;

    @Mixin
    private AccountOptions account;

    @Option(names = "--application", required = true, description = "CodeDeploy application")
    private String application;

    @Option(names = "--deployment-group", required = true, description = "deployment group of the application")
    private String deploymentGroup;

    @Option(
            names = "--limit",
            defaultValue = "20",
            description = "maximum number of deployments, from 1 to 1000 (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        if (limit < 1 || limit > MOST) {
            throw new InvalidInputException("limit", Text.of("engine.limit", limit, MOST));
        }
        TargetAccess access = account.access(console);
        List<PastDeployment> history = read(access);
        ArrayNode deployments = result.putArray("deployments");
        for (PastDeployment past : history) {
            Snapshot now = past.snapshot();
            deployments
                    .addObject()
                    .put("deploymentId", now.id())
                    .put("status", now.status().word())
                    .put("created", text(now.created()))
                    .put("completed", text(now.completed()))
                    .put("rollsBack", now.rollsBack())
                    .put("revision", now.revision());
            console.output(line(now));
        }
        if (history.isEmpty()) {
            console.output("No deployments.");
        }
        return Console.SUCCESS;
    }

    private List<PastDeployment> read(TargetAccess access) throws EngineException {
        try (EngineRuntime runtime = account.runtime()) {
            return new DeploymentControl(runtime.clients(), access, DeployOperation.SESSION)
                    .history(
                            Inputs.required("application", application),
                            Inputs.required("deploymentGroup", deploymentGroup),
                            limit);
        }
    }

    private static String line(Snapshot now) {
        String created = text(now.created());
        String revision = now.revision();
        String rollsBack = now.rollsBack();
        return String.format(
                "%-12s %-10s %-20s %s%s",
                now.id(),
                now.status().word(),
                created == null ? "" : created,
                revision == null ? "revision unknown" : revision,
                rollsBack == null ? "" : "  (rollback of " + rollsBack + ")");
    }

    @CheckForNull
    private static String text(@CheckForNull Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
