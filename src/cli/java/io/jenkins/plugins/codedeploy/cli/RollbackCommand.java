package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.deploy.TakeBack;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description =
                "Deploy the last revision that succeeded in a deployment group and is not the live one. The command"
                        + " checks that the revision exists before it deploys.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools rollback --application shop --deployment-group web \\",
            "    --region eu-central-1 \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class RollbackCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Mixin
    private DeploymentArguments deployment;

    @Option(
            names = "--to",
            description =
                    "earlier deployment whose revision is deployed: its ID, or a time at which that revision was live;"
                            + " default: the last one that succeeded with a revision other than the live one")
    private String to;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        result.putNull("deploymentId");
        result.putNull("status");
        String application = Inputs.required("application", deployment.application);
        String group = Inputs.required("deploymentGroup", deployment.deploymentGroup);
        TargetAccess access = account.access(console);
        long begun = System.nanoTime();
        try (EngineRuntime runtime = account.runtime()) {
            List<PastDeployment> history = new DeploymentControl(runtime.clients(), access, DeployOperation.SESSION)
                    .history(application, group, TakeBack.MOST);
            TakeBack chosen = TakeBack.find(history, List.of(), to, application + "/" + group, ZoneId.systemDefault());
            PastDeployment past = chosen.past();
            console.progress(chosen.text(application + "/" + group).toString());
            result.put("rollsBackTo", past.snapshot().id());
            result.put("revision", past.snapshot().revision());
            Outcome outcome = new DeployOperation(runtime, access, console, deployment.watch)
                    .deploy(deployment.request(chosen.revision()), deployment.policy(account::paced));
            DeployOperation.tell(outcome, result);
            return DeployCommand.exitCode(outcome);
        } finally {
            result.put("seconds", seconds(begun));
        }
    }
}
