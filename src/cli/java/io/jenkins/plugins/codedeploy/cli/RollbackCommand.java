package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentControl;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rollback",
        description =
                "Deploy the last revision that succeeded in a deployment group and is not the live one. The revision is"
                        + " looked up before anything is stopped.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools rollback --application shop --deployment-group web --region eu-central-1 \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class RollbackCommand extends EngineCommand {
    /** How far back a successful deployment is looked for. */
    private static final int MOST = 200;

    @Mixin
    private AccountOptions account;

    @Mixin
    private DeploymentArguments deployment;

    @Option(
            names = "--to",
            description =
                    "ID of the earlier deployment whose revision is deployed; default: the last one that succeeded"
                            + " with another revision than the live one")
    private String to;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        result.putNull("deploymentId");
        result.putNull("status");
        String application = Inputs.required("application", deployment.application);
        String group = Inputs.required("deploymentGroup", deployment.deploymentGroup);
        String wanted = to == null ? null : Inputs.deploymentId(to);
        TargetAccess access = account.access(console);
        long begun = System.nanoTime();
        try (EngineRuntime runtime = account.runtime()) {
            List<PastDeployment> history = new DeploymentControl(runtime.clients(), access, DeployOperation.SESSION)
                    .history(application, group, MOST);
            PastDeployment past = choose(history, wanted, application + "/" + group);
            console.progress("Rolling back " + application + "/" + group + " to the revision of "
                    + past.snapshot().id() + " (" + past.snapshot().completed() + "): "
                    + past.snapshot().revision());
            result.put("rollsBackTo", past.snapshot().id());
            result.put("revision", past.snapshot().revision());
            Outcome outcome = new DeployOperation(runtime, access, console)
                    .deploy(
                            deployment.request(Objects.requireNonNull(past.revision())),
                            deployment.policy(account::paced));
            DeployOperation.tell(outcome, result);
            return DeployCommand.exitCode(outcome);
        } finally {
            result.put("seconds", seconds(begun));
        }
    }

    private static PastDeployment choose(List<PastDeployment> history, String wanted, String group)
            throws EngineException {
        if (wanted == null) {
            return PastDeployment.previous(history)
                    .orElseThrow(() -> new EngineException(
                            Problem.of(Text.of("deploy.rollback.none", group), Text.of("deploy.rollback.none.fix"))));
        }
        PastDeployment past = history.stream()
                .filter(one -> one.snapshot().id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("to", Text.of("deploy.rollback.unknown", wanted, group)));
        if (past.revision() == null) {
            throw new InvalidInputException("to", Text.of("deploy.rollback.noRevision", wanted));
        }
        return past;
    }
}
