package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "deploy",
        description = "Deploy a source, a revision that is in its bucket, or follow a deployment that exists.",
        sortOptions = false)
final class DeployCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Mixin
    private SourceArguments source;

    @Mixin
    private DeploymentArguments deployment;

    @Option(names = "--revision", description = "s3://bucket/key[?versionId=…&eTag=…]")
    private String revision;

    @Option(names = "--deployment-id", description = "follow this one; nothing is created")
    private String deploymentId;

    @Override
    int run(Console console) throws Exception {
        if (Stream.of(source.source, revision, deploymentId)
                        .filter(o -> o != null)
                        .count()
                != 1) {
            throw new InvalidInputException("source", Text.of("engine.oneOf", "--source, --revision, --deployment-id"));
        }
        TargetAccess access = account.access();
        long begun = System.nanoTime();
        try (EngineRuntime runtime = runtime()) {
            Deploying deploying = new Deploying(runtime, access, console::progress);
            if (deploymentId != null) {
                return report(console, deploying.follow(deploymentId, deployment.policy()), null, null, begun);
            }
            if (revision != null) {
                S3Revision existing = S3Revision.parse(revision);
                return report(console, deploying.deploy(request(existing), deployment.policy()), existing, null, begun);
            }
            // every field is checked before the first byte is read
            BucketTarget target = bucket.target(access);
            ObjectNaming naming = bucket.naming(String.valueOf(deployment.application));
            request(new S3Revision(target.bucket(), "k.zip", "zip", null, null));
            PushedRevision pushed = new Pushing(runtime, access, console::progress)
                    .push(target, new PushRequest(source.spec(), naming, null, bucket.reuse()));
            Outcome outcome = deploying.deploy(request(pushed.revision()), deployment.policy());
            return report(console, outcome, pushed.revision(), pushed, begun);
        }
    }

    private DeploymentRequest request(S3Revision what) {
        return new DeploymentRequest(deployment.application, deployment.deploymentGroup, what, deployment.options());
    }

    private int report(Console console, Outcome outcome, S3Revision what, PushedRevision pushed, long begun) {
        ObjectNode result = Deploying.json(outcome);
        result.put("application", deployment.application);
        result.put("deploymentGroup", deployment.deploymentGroup);
        if (pushed != null) {
            result.set("revision", Pushing.json(pushed));
        } else if (what != null) {
            result.set("revision", Pushing.json(what).put("uploaded", false));
        }
        result.put("seconds", seconds(begun));
        console.result(result);
        return switch (outcome.kind()) {
            case SUCCEEDED, TRAFFIC_SHIFTED, CREATED -> Console.SUCCESS;
            case NOT_CREATED -> Console.BAD_INPUT;
            default -> Console.NOT_SUCCESSFUL;
        };
    }
}
