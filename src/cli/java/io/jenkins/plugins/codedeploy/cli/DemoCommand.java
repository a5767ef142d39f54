package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionLabels;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

@Command(
        name = "demo",
        description =
                "Demonstrate a push, a deployment to staging and a promotion to production on two simulated accounts.")
final class DemoCommand extends EngineCommand {
    /** Speed of the simulated AWS relative to real time. */
    private static final double PACE = 10;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        Path folder = Files.createTempDirectory("codedeploy-demo");
        Path workspace = SampleApplication.writeTo(Files.createDirectory(folder.resolve("workspace")));
        SimulatedAws.Builder builder = SimulatedAws.builder().folder(folder.resolve("aws"));
        try (Landscape landscape = Landscape.start(builder, PACE);
                EngineRuntime runtime =
                        new EngineRuntime(EngineTimes.DEFAULTS.faster(PACE * 2), Duration.ofSeconds(10))) {
            return run(console, result, landscape, runtime, workspace);
        }
    }

    private static int run(
            Console console, ObjectNode result, Landscape landscape, EngineRuntime runtime, Path workspace)
            throws Exception {
        long begun = System.nanoTime();
        Seed seed = landscape.aws().seed();
        TargetAccess access = TargetAccess.of(
                        new SourceIdentity(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                                        seed.jenkins().accessKeyId(),
                                        seed.jenkins().secretAccessKey())),
                                "demo",
                                "the development credential"),
                        RoleArn.parse(seed.roleArn()),
                        seed.externalId(),
                        landscape.aws().region())
                .with(AwsEndpoints.all(landscape.aws().endpoint()));
        console.progress("Development account " + Accounts.SOURCE + ", production account " + Accounts.TARGET
                + ", simulated on " + landscape.aws().endpoint());

        console.progress("");
        console.progress("== Push " + workspace + " to s3://" + seed.bucket());
        PushedRevision pushed = new PushOperation(runtime, access, console::progress)
                .push(
                        BucketTarget.of(seed.bucket(), landscape.aws().region()),
                        new PushRequest(
                                new SourceSpec(workspace.toString(), List.of(), List.of(), null, Symlinks.FOLLOW),
                                ObjectNaming.of(Landscape.APPLICATION, null, null),
                                RevisionLabels.none(),
                                Reuse.SAME_BYTES),
                        false);
        result.set("revision", PushOperation.json(pushed));
        boolean good = true;
        for (String group : List.of(Landscape.STAGING, Landscape.PRODUCTION)) {
            console.progress("");
            console.progress((group.equals(Landscape.STAGING) ? "== Deploy to " : "== Promote the same revision to ")
                    + group + " as " + seed.roleArn());
            Outcome outcome = new DeployOperation(runtime, access, console)
                    .deploy(
                            new DeploymentRequest(
                                    Landscape.APPLICATION, group, pushed.revision(), DeploymentOptions.DEFAULTS),
                            DeploymentPolicy.DEFAULTS);
            good &= outcome.kind().isGood();
            DeployOperation.tell(outcome, result.putObject(group));
            for (Host host : landscape.group(group).hosts()) {
                console.progress(
                        "   Deployed files of " + host.id() + ": " + String.valueOf(host.root()) + "/var/www/sample");
            }
        }
        result.put("seconds", seconds(begun));
        console.progress("");
        return good ? Console.SUCCESS : Console.NOT_SUCCESSFUL;
    }
}
