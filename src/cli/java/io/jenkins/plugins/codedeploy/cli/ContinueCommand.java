package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "continue",
        description =
                "Continue a waiting blue/green deployment: reroute the traffic or, with --terminate, terminate the original"
                        + " instances without further waiting.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools continue --deployment-id d-ABCDEF123 --region eu-central-1 \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class ContinueCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Option(names = "--deployment-id", required = true, description = "ID of the deployment to continue")
    private String deploymentId;

    @Option(names = "--terminate", description = "terminate the original instances now; default: reroute the traffic")
    private boolean terminate;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        TargetAccess access = account.access(console);
        result.put("deploymentId", deploymentId);
        try (EngineRuntime runtime = account.runtime()) {
            new DeploymentControl(runtime.clients(), access, DeployOperation.SESSION).resume(deploymentId, terminate);
        }
        console.output("Continued " + deploymentId + ". To track it, use deploy --deployment-id " + deploymentId + ".");
        return Console.SUCCESS;
    }
}
