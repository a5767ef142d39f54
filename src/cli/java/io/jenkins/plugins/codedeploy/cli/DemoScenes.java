package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalFile;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.PushRecord;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionLabels;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What the demo shows, one after the other. */
final class DemoScenes {
    /** Speed of the simulated AWS relative to real time. */
    static final double PACE = 10;

    private static final int SCENES = 6;

    private final Console console;
    private final ObjectNode result;
    private final Landscape landscape;
    private final Path workspace;
    private final boolean kept;
    private final TargetAccess access;
    private int scene;

    /** @param kept whether the deployed files are there when the demo has ended */
    DemoScenes(Console console, ObjectNode result, Landscape landscape, Path workspace, boolean kept) {
        this.kept = kept;
        this.console = console;
        this.result = result;
        this.landscape = landscape;
        this.workspace = workspace;
        access = access(landscape.aws().seed().externalId());
    }

    /** @return whether everything ended as it should, failures included */
    boolean play() throws Exception {
        try (EngineRuntime runtime = runtime()) {
            title("Push the build to the bucket of the source account");
            PushedRevision pushed = push(runtime);
            result.set("revision", PushOperation.json(pushed));
            title("Deploy it to " + Landscape.STAGING + " in the target account, as "
                    + landscape.aws().seed().roleArn());
            boolean good = deploy(runtime, Landscape.STAGING, pushed);
            title("Promote the same revision to " + Landscape.PRODUCTION + ": nothing is uploaded again");
            good &= deploy(runtime, Landscape.PRODUCTION, pushed);
            title("Deploy a build that fails: the cause, and the rollback");
            good &= fail(runtime);
            title("Deploy with a wrong external ID: refused before anything is uploaded, with the fix");
            good &= refuse(runtime);
            title("Kill the process in the middle of a deployment, and start it again: exactly one deployment");
            return good & restart(pushed);
        }
    }

    private PushedRevision push(EngineRuntime runtime) throws Exception {
        return new PushOperation(runtime, access, console::progress, PushRecord.NONE)
                .push(
                        BucketTarget.of(
                                landscape.aws().seed().bucket(), landscape.aws().region()),
                        new PushRequest(
                                new SourceSpec(workspace.toString(), List.of(), List.of(), null, Symlinks.FOLLOW),
                                ObjectNaming.of(Landscape.APPLICATION, null, null),
                                RevisionLabels.none(),
                                Reuse.SAME_BYTES),
                        false);
    }

    private boolean deploy(EngineRuntime runtime, String group, PushedRevision pushed) throws Exception {
        Outcome outcome = operation(runtime)
                .deploy(request(group, pushed, DeploymentOptions.DEFAULTS), DeploymentPolicy.DEFAULTS);
        DeployOperation.tell(outcome, result.putObject(group));
        for (Host host : kept ? landscape.group(group).hosts() : List.<Host>of()) {
            console.progress("  Deployed files of " + host.id() + ": " + host.root() + "/var/www/sample");
        }
        return outcome.kind() == Outcome.Kind.SUCCEEDED;
    }

    private boolean fail(EngineRuntime runtime) throws Exception {
        Path script = workspace.resolve("scripts/validate.sh");
        Files.writeString(
                script,
                "#!/bin/sh\necho \"GET /health: 500 Internal Server Error\"\necho \"database migration is missing\" >&2\n"
                        + "exit 1\n");
        DeploymentOptions rollBack = DeploymentOptions.builder()
                .autoRollback(Set.of(RollbackEvent.DEPLOYMENT_FAILURE))
                .build();
        Outcome outcome = operation(runtime)
                .deploy(request(Landscape.STAGING, push(runtime), rollBack), DeploymentPolicy.DEFAULTS);
        DeployOperation.tell(outcome, result.putObject("failed"));
        return outcome.kind() == Outcome.Kind.FAILED && outcome.rollback() != null;
    }

    private boolean refuse(EngineRuntime runtime) {
        TargetAccess wrong = access("not-the-external-id");
        try {
            runtime.engine()
                    .checkEarly(
                            wrong,
                            DeployOperation.SESSION,
                            new DeploymentRequest(
                                    Landscape.APPLICATION,
                                    Landscape.PRODUCTION,
                                    anyRevision(),
                                    DeploymentOptions.DEFAULTS),
                            true);
            return false;
        } catch (EngineException e) {
            console.tell(e.problem());
            result.putObject("refused").set("problem", Console.problem(e.problem()));
            return true;
        }
    }

    private S3Revision anyRevision() {
        return new S3Revision(landscape.aws().seed().bucket(), "revision.zip", "zip", null, null);
    }

    private boolean restart(PushedRevision pushed) throws IOException, InterruptedException {
        long before = landscape.aws().calls().count("CreateDeployment");
        Journal journal = new JournalFile(workspace.resolveSibling("deployment" + JournalFile.SUFFIX));
        String nonce = Nonce.of(UUID.randomUUID().toString());
        DeploymentRequest request = request(Landscape.STAGING, pushed, DeploymentOptions.DEFAULTS);
        CountDownLatch created = new CountDownLatch(1);
        try (EngineRuntime killed = runtime()) {
            killed.engine()
                    .start(
                            access,
                            DeployOperation.SESSION,
                            request,
                            DeploymentPolicy.DEFAULTS,
                            nonce,
                            journal,
                            event -> {
                                if (event instanceof DeploymentEvent.Created e) {
                                    console.progress("Deployment " + e.deploymentId() + " created");
                                    created.countDown();
                                }
                            },
                            outcome -> {});
            created.await();
        }
        console.progress("  … the process is gone; only its journal on disk is left. Starting again …");
        Outcome outcome;
        try (EngineRuntime next = runtime()) {
            outcome = operation(next).deploy(request, DeploymentPolicy.DEFAULTS, nonce, journal);
        }
        long calls = landscape.aws().calls().count("CreateDeployment") - before;
        console.progress("  Calls to CreateDeployment: " + calls);
        DeployOperation.tell(outcome, result.putObject("restarted").put("createCalls", calls));
        return outcome.kind() == Outcome.Kind.SUCCEEDED && calls == 1;
    }

    private static DeploymentRequest request(String group, PushedRevision pushed, DeploymentOptions options) {
        return new DeploymentRequest(Landscape.APPLICATION, group, pushed.revision(), options);
    }

    private DeployOperation operation(EngineRuntime runtime) {
        return new DeployOperation(runtime, access, console).endingWithProcess();
    }

    private static EngineRuntime runtime() {
        return new EngineRuntime(EngineTimes.DEFAULTS.faster(PACE * 2), Duration.ofSeconds(10));
    }

    private TargetAccess access(String externalId) {
        return TargetAccess.of(
                        new SourceIdentity(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                                        landscape.aws().seed().jenkins().accessKeyId(),
                                        landscape.aws().seed().jenkins().secretAccessKey())),
                                "demo",
                                "the credential of Jenkins"),
                        RoleArn.parse(landscape.aws().seed().roleArn()),
                        externalId,
                        landscape.aws().region())
                .with(AwsEndpoints.all(landscape.aws().endpoint()));
    }

    private void title(String text) {
        console.progress("");
        console.progress("== " + ++scene + "/" + SCENES + "  " + text);
    }
}
