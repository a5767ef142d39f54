package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stop",
        description = "Stop a deployment.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools stop --deployment-id d-ABCDEF123 --roll-back \\",
            "    --region eu-central-1 \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class StopCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Option(names = "--deployment-id", required = true, description = "ID of the deployment to stop")
    private String deploymentId;

    @Option(names = "--roll-back", description = "let CodeDeploy deploy the last successful revision afterward")
    private boolean rollBack;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        TargetAccess access = account.access(console);
        result.put("deploymentId", deploymentId);
        try (EngineRuntime runtime = account.runtime()) {
            new DeploymentControl(runtime.clients(), access, DeployOperation.SESSION).stop(deploymentId, rollBack);
        }
        result.put("status", "Stopping");
        console.output("Stopping " + deploymentId + ". To track it, use deploy --deployment-id " + deploymentId + ".");
        return Console.SUCCESS;
    }
}
