package io.jenkins.plugins.codedeploy.report;

import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.SignIn;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import io.jenkins.plugins.codedeploy.engine.guard.GuardRules;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.watch.DeploymentStatus;
import io.jenkins.plugins.codedeploy.engine.watch.Overview;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/** Deployments as a run tells of them, played into a build's record. By what is public: it may be another class loader's. */
final class RecordedDeployment {
    static final String ROLE = "arn:aws:iam::222222222222:role/CrossAccountDeploy";
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    static final String REVISION = "s3://revisions-111111111111/CodeDeploy/shop/"
            + DIGEST + ".zip"
            + "?versionId=3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH&eTag=d41d8cd98f00b204e9800998ecf8427e-2";
    static final String ID = "d-A1B2C3D4E";
    static final String ROLLBACK_ID = "d-R0LLBACK1";
    private static final String[] EVENTS = {
        "ApplicationStop",
        "DownloadBundle",
        "BeforeInstall",
        "Install",
        "AfterInstall",
        "ApplicationStart",
        "ValidateService"
    };
    /** In seconds. */
    private static final int[] LENGTHS = {6, 14, 3, 22, 5, 9, 31};

    private final Instant start;
    final DeploymentRecorder recorder;

    RecordedDeployment(Run<?, ?> build, Instant start) {
        this(build, "5", start);
    }

    RecordedDeployment(Run<?, ?> build, String step, Instant start) {
        this.start = start;
        recorder = DeploymentRecorder.begin(build, step, target(), request(), policy(), DIGEST, event -> {});
    }

    private static ResolvedTarget target() {
        SourceIdentity source =
                new SourceIdentity(AnonymousCredentialsProvider.create(), "test", "credential \"aws-dev\"");
        return new ResolvedTarget(
                "production",
                "222222222222",
                TargetAccess.of(source, RoleArn.parse(ROLE), null, "eu-central-1"),
                null,
                BucketOwner.SOURCE,
                null,
                null,
                null,
                null,
                GuardRules.NONE,
                null,
                new SignIn("aws", "222222222222", null, "Developer", null));
    }

    private static DeploymentRequest request() {
        DeploymentOptions options = DeploymentOptions.builder()
                .deploymentConfig("CodeDeployDefault.HalfAtATime")
                .description("Release 7.2")
                .fileExistsBehavior(FileExistsBehavior.OVERWRITE)
                .autoRollback(Set.of(RollbackEvent.DEPLOYMENT_FAILURE))
                .build();
        return new DeploymentRequest("shop", "production", S3Revision.parse(REVISION), options);
    }

    private static DeploymentPolicy policy() {
        return DeploymentPolicy.DEFAULTS.with(Duration.ofMinutes(45));
    }

    RecordedDeployment created() {
        recorder.event(new DeploymentEvent.Created(
                ID,
                "https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/" + ID
                        + "?region=eu-central-1",
                false));
        return this;
    }

    /** @param seconds since the start; every instance began {@code stagger} seconds after the one before */
    List<TargetState> targets(int count, int stagger, int seconds, Set<Integer> failing) {
        List<TargetState> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            targets.add(target(
                    "i-0" + Long.toHexString(0xabcdef0123L + i * 7919L) + "9",
                    i * stagger,
                    seconds,
                    failing.contains(i)));
        }
        return targets;
    }

    RecordedDeployment targets(String deployment, List<TargetState> targets) {
        for (int i = 0; i < targets.size(); i += 50) {
            recorder.event(
                    new DeploymentEvent.Targets(deployment, targets.subList(i, Math.min(targets.size(), i + 50))));
        }
        return this;
    }

    RecordedDeployment progress(Snapshot snapshot) {
        recorder.event(new DeploymentEvent.Progress(snapshot));
        return this;
    }

    void over(Outcome.Kind kind, Snapshot last, Snapshot rollback, List<TargetState> failed) {
        Problem problem = kind.isGood()
                ? null
                : Problem.of(Text.of("deploy.failed", last.id(), last.status(), last.errorCode(), last.errorMessage()));
        recorder.andThen(outcome -> {}).accept(new Outcome(kind, last.id(), last, rollback, failed, problem));
    }

    TargetState target(String id, int begin, int seconds, boolean fails) {
        List<TargetState.Event> events = new ArrayList<>();
        int at = begin;
        boolean broken = false;
        for (int i = 0; i < EVENTS.length; i++) {
            int end = at + LENGTHS[i] + id.hashCode() % 3;
            if (broken) {
                events.add(event(EVENTS[i], "Skipped", null, null, false));
            } else if (at >= seconds) {
                events.add(event(EVENTS[i], "Pending", null, null, false));
            } else if (end > seconds) {
                events.add(event(EVENTS[i], "InProgress", at, null, false));
            } else if (fails && i == 5) {
                events.add(event(EVENTS[i], "Failed", at, end, true));
                broken = true;
            } else {
                events.add(event(EVENTS[i], "Succeeded", at, end, false));
            }
            at = end;
        }
        String last = events.get(EVENTS.length - 1).status();
        boolean begun = begin < seconds;
        String status = broken ? "Failed" : last.equals("Succeeded") ? last : begun ? "InProgress" : "Pending";
        return new TargetState(id, status, null, events);
    }

    TargetState.Event event(String name, String status, Integer from, Integer to, boolean failed) {
        return new TargetState.Event(
                name,
                status,
                from == null ? null : start.plusSeconds(from),
                to == null ? null : start.plusSeconds(to),
                failed ? "ScriptFailed" : null,
                failed ? "scripts/start.sh" : null,
                failed
                        ? "Script at specified location: scripts/start.sh run as user root failed with exit code 1"
                        : null,
                failed
                        ? "LifecycleEvent - ApplicationStart\nScript - scripts/start.sh\n[stdout]Starting shop 7.2\n"
                                + "[stderr]java.net.BindException: Address already in use\n"
                                + "[stderr]    at java.base/sun.nio.ch.Net.bind0(Native Method)\n"
                                + "[stderr]shop did not answer at http://localhost:8080/health within 30 s"
                        : null);
    }

    Snapshot snapshot(String id, String status, List<TargetState> targets, Integer completed) {
        boolean failed = status.equals("Failed");
        Snapshot.Builder builder = new Snapshot.Builder(id, new DeploymentStatus(status))
                .application("shop")
                .deploymentGroup("production")
                .overview(new Overview(
                        count(targets, "Pending"),
                        count(targets, "InProgress"),
                        count(targets, "Succeeded"),
                        count(targets, "Failed"),
                        count(targets, "Skipped"),
                        0))
                .platform("Server")
                .rollsBack(id.equals(ROLLBACK_ID) ? ID : null)
                .rollbackExpected(true)
                .created(start)
                .completed(completed == null ? null : start.plusSeconds(completed));
        return failed
                ? builder.errorCode("HEALTH_CONSTRAINTS")
                        .errorMessage("The overall deployment failed because too many individual instances failed"
                                + " deployment, too few healthy instances are available for deployment, or some"
                                + " instances in your deployment group are experiencing problems.")
                        .rollbackId(ROLLBACK_ID)
                        .rollbackMessage(
                                "Deployment " + ID + " failed and was rolled back to the last successful revision.")
                        .build()
                : builder.build();
    }

    private static long count(List<TargetState> targets, String status) {
        return targets.stream().filter(t -> t.status().equals(status)).count();
    }

    static void running(Run<?, ?> build) {
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now().minusSeconds(70));
        List<TargetState> targets = scene.created().targets(8, 12, 70, Set.of());
        scene.targets(ID, targets).progress(scene.snapshot(ID, "InProgress", targets, null));
    }

    static void succeeded(Run<?, ?> build) {
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now().minusSeconds(400));
        List<TargetState> targets = scene.created().targets(6, 15, 1000, Set.of());
        scene.targets(ID, targets);
        scene.over(Outcome.Kind.SUCCEEDED, scene.snapshot(ID, "Succeeded", targets, 172), null, List.of());
    }

    static void failedAndRolledBack(Run<?, ?> build) {
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now().minusSeconds(400));
        List<TargetState> targets = scene.created().targets(6, 4, 1000, Set.of(1, 4));
        scene.targets(ID, targets).progress(scene.snapshot(ID, "Failed", targets, 126));
        scene.recorder.event(new DeploymentEvent.RollbackStarted(ROLLBACK_ID, ID));
        RecordedDeployment back = new RecordedDeployment(build, Instant.now().minusSeconds(270));
        List<TargetState> undone = back.targets(6, 4, 1000, Set.of());
        back.targets(ROLLBACK_ID, undone);
        back.over(
                Outcome.Kind.FAILED,
                scene.snapshot(ID, "Failed", targets, 126),
                back.snapshot(ROLLBACK_ID, "Succeeded", undone, 126),
                targets.stream().filter(TargetState::isFailed).toList());
    }

    /** What {@link #running} began, two minutes on: one instance has failed. */
    static void carriedOn(Run<?, ?> build) {
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now().minusSeconds(190));
        List<TargetState> targets = scene.created().targets(8, 12, 190, Set.of(7));
        scene.targets(ID, targets).progress(scene.snapshot(ID, "InProgress", targets, null));
    }

    static void large(Run<?, ?> build) {
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now().minusSeconds(1040));
        List<TargetState> targets = scene.created().targets(500, 2, 1040, Set.of(17, 101, 230, 231, 232, 377));
        scene.targets(ID, targets).progress(scene.snapshot(ID, "InProgress", targets, null));
    }
}
