package io.jenkins.plugins.codedeploy.engine.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.codedeploy.cli.SampleApplication;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.PartSender;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.Push;
import io.jenkins.plugins.codedeploy.engine.upload.PushListener;
import io.jenkins.plugins.codedeploy.engine.upload.PushRecord;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** What the engine takes for granted of AWS: the simulated one keeps it, and the real one is asked on request. */
abstract class Contract {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed", "Stopped");

    @TempDir
    Path folder;

    private final String prefix = "CodeDeploy/contract-" + UUID.randomUUID();
    private ContractEnvironment ground;
    private EngineRuntime runtime;
    private Path source;

    /** Skips the test where there is none. */
    abstract ContractEnvironment ground() throws Exception;

    /** Called once it is clean again. */
    void leave() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        ground = ground();
        runtime = new EngineRuntime(ground.times(), Duration.ofMinutes(1));
        source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
        // ApplicationStop runs the previous revision's script: a failure of another test is none of this one's
        Files.writeString(source.resolve("VERSION"), prefix);
    }

    @AfterEach
    void clean() throws Exception {
        if (runtime == null) {
            return;
        }
        try (AccountClients clients = clients()) {
            S3Client s3 = clients.s3();
            List<ObjectVersion> left = s3
                    .listObjectVersionsPaginator(
                            r -> r.bucket(ground.bucket().bucket()).prefix(prefix))
                    .versions()
                    .stream()
                    .toList();
            for (ObjectVersion version : left) {
                s3.deleteObject(r ->
                        r.bucket(ground.bucket().bucket()).key(version.key()).versionId(version.versionId()));
            }
        } finally {
            runtime.close();
            leave();
        }
    }

    @Test
    void aBundleGoesAcrossOnceAndItsPinnedRevisionIsDeployedAgain() throws Exception {
        PushedRevision first = push();
        PushedRevision second = push();

        assertTrue(first.uploaded());
        assertFalse(second.uploaded(), "the same bytes are not sent twice");
        assertEquals(first.revision(), second.revision());
        assertNotNull(first.revision().eTag());
        for (int i = 0; i < 2; i++) {
            Followed run = deploy(first.revision(), DeploymentPolicy.DEFAULTS);
            Outcome outcome = run.outcome();
            assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind(), String.valueOf(outcome.problem()));
            assertTrue(outcome.last().overview().succeeded() > 0);
            assertEquals(ground.application(), outcome.last().application());
            assertTrue(
                    run.targets().stream()
                            .flatMap(t -> t.events().stream())
                            .anyMatch(e -> e.name().equals("ValidateService")
                                    && e.status().equals("Succeeded")),
                    run.events.toString());
        }
    }

    @Test
    void aFailingScriptIsToldWithItsLog() throws Exception {
        Files.writeString(source.resolve("scripts/validate.sh"), "#!/bin/bash\necho port 80 is silent >&2\nexit 3\n");
        Outcome outcome = deploy(push().revision(), DeploymentPolicy.DEFAULTS).outcome();

        assertEquals(Outcome.Kind.FAILED, outcome.kind());
        assertNotNull(outcome.last().errorCode());
        TargetState.Event failed = outcome.failedTargets().stream()
                .flatMap(t -> t.events().stream())
                .filter(TargetState.Event::isFailed)
                .findFirst()
                .orElseThrow();
        assertEquals("ValidateService", failed.name());
        assertEquals("ScriptFailed", failed.errorCode());
        assertTrue(String.valueOf(failed.script()).endsWith("scripts/validate.sh"), failed.script());
        assertTrue(String.valueOf(failed.logTail()).contains("port 80 is silent"), failed.logTail());
    }

    @Test
    void aBusyGroupNamesItsDeploymentAndAnAbortStopsIt() throws Exception {
        Files.writeString(source.resolve("scripts/configure.sh"), "#!/bin/bash\nsleep 10\n");
        S3Revision revision = push().revision();
        Followed active = deploy(revision, DeploymentPolicy.DEFAULTS);
        try {
            String id = active.await(DeploymentEvent.Created.class).deploymentId();
            Outcome refused = deploy(revision, DeploymentPolicy.DEFAULTS).outcome();

            assertEquals(Outcome.Kind.NOT_CREATED, refused.kind());
            assertEquals(
                    "deploy.groupBusy",
                    refused.problem().summary().code(),
                    refused.problem().toString());
            assertTrue(
                    refused.problem().toString().contains(id), refused.problem().toString());
        } finally {
            active.run.abort(DeploymentHandle.AbortCause.ASKED);
        }
        Outcome aborted = active.outcome();
        assertEquals(Outcome.Kind.ABORTED, aborted.kind());
        assertTrue(
                aborted.problem().summary().code().startsWith("deploy.aborted.st"),
                aborted.problem().toString());
        settle(aborted.deploymentId());
    }

    /** As after a kill between the call and its answer. */
    @Test
    void aDeploymentIsFoundAgainByItsMark() throws Exception {
        S3Revision revision = push().revision();
        String nonce = Nonce.of(prefix);
        Journal journal = Journal.inMemory();
        Followed first = deploy(revision, DeploymentPolicy.DEFAULTS.with(false), journal, nonce);
        assertEquals(
                Outcome.Kind.CREATED,
                first.outcome().kind(),
                String.valueOf(first.outcome().problem()));
        JournalEntry created = journal.read();
        Journal killed = Journal.inMemory();
        killed.write(created.called(created.calledAt()));

        Followed resumed = deploy(revision, DeploymentPolicy.DEFAULTS, killed, nonce);
        Outcome outcome = resumed.outcome();
        assertEquals(Outcome.Kind.SUCCEEDED, outcome.kind(), String.valueOf(outcome.problem()));
        assertEquals(created.deploymentId(), outcome.deploymentId());
        assertTrue(resumed.await(DeploymentEvent.Created.class).adopted());
    }

    @Test
    void aWrongExternalIdIsRefused() throws Exception {
        TargetAccess right = ground.access();
        assumeTrue(right.externalId() != null, "the role asks for no external id");
        TargetAccess wrong = new TargetAccess(
                right.source(),
                right.role(),
                "wrong-" + UUID.randomUUID(),
                right.sessionDuration(),
                right.region(),
                right.endpoints(),
                right.sessionTags(),
                right.sourceIdentity());
        S3Revision any = new S3Revision(ground.bucket().bucket(), prefix + "/none.zip", null, null, null);
        Outcome outcome = deploy(wrong, any, DeploymentPolicy.DEFAULTS, Journal.inMemory(), Nonce.of(prefix))
                .outcome();

        assertEquals(Outcome.Kind.NOT_CREATED, outcome.kind());
        assertEquals(
                "aws.assume.denied",
                outcome.problem().summary().code(),
                outcome.problem().toString());
    }

    private PushedRevision push() throws EngineException, IOException, InterruptedException {
        try (AccountClients clients = clients()) {
            return new Push(
                            new Uploader(clients, ground.bucket(), UploadJournal.NONE),
                            new LocalRevisionHost(new LocalSourceHost(), new PartSender()),
                            (host, spec, survey) -> new AppSpecCheck(false, warning -> {})
                                    .check(host, spec, survey)
                                    .hookScripts(),
                            PushRecord.NONE)
                    .run(
                            new PushRequest(
                                    new SourceSpec(source.toString(), List.of(), List.of(), null, Symlinks.FOLLOW),
                                    ObjectNaming.of("contract", prefix, null),
                                    null,
                                    Reuse.SAME_BYTES),
                            PushListener.SILENT);
        }
    }

    private AccountClients clients() {
        RoleSession session = runtime.clients()
                .session(
                        ground.access(),
                        "codedeploy-contract",
                        SessionPolicy.uploader(
                                ground.access(),
                                ground.bucket().bucket(),
                                "*",
                                ground.bucket().kmsKeyId()));
        return new AccountClients(runtime.clients(), ground.access(), session, ground.bucket());
    }

    private Followed deploy(S3Revision revision, DeploymentPolicy policy) throws IOException {
        return deploy(
                revision, policy, Journal.inMemory(), Nonce.of(UUID.randomUUID().toString()));
    }

    private Followed deploy(S3Revision revision, DeploymentPolicy policy, Journal journal, String nonce)
            throws IOException {
        return deploy(ground.access(), revision, policy, journal, nonce);
    }

    private Followed deploy(
            TargetAccess access, S3Revision revision, DeploymentPolicy policy, Journal journal, String nonce)
            throws IOException {
        Followed followed = new Followed();
        followed.run = runtime.engine()
                .start(
                        access,
                        "codedeploy-contract",
                        new DeploymentRequest(
                                ground.application(), ground.deploymentGroup(), revision, DeploymentOptions.DEFAULTS),
                        policy,
                        nonce,
                        journal,
                        followed.events::add,
                        followed.outcome::complete);
        return followed;
    }

    /** A stop takes its time: the next test wants the group free. */
    private void settle(String deploymentId) throws Exception {
        Followed rest = new Followed();
        rest.run = runtime.engine()
                .follow(
                        ground.access(),
                        "codedeploy-contract",
                        deploymentId,
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        rest.events::add,
                        rest.outcome::complete);
        assertTrue(ENDED.contains(rest.outcome().last().status().word()));
    }

    private final class Followed {
        private final Queue<DeploymentEvent> events = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private DeploymentHandle run;

        Outcome outcome() throws Exception {
            return outcome.get(ground.patience().toSeconds(), TimeUnit.SECONDS);
        }

        List<TargetState> targets() {
            return events.stream()
                    .filter(DeploymentEvent.Targets.class::isInstance)
                    .flatMap(e -> ((DeploymentEvent.Targets) e).changed().stream())
                    .toList();
        }

        <E extends DeploymentEvent> E await(Class<E> type) throws InterruptedException {
            long end = System.nanoTime() + ground.patience().toNanos();
            while (System.nanoTime() < end) {
                boolean over = outcome.isDone();
                for (DeploymentEvent event : events) {
                    if (type.isInstance(event)) {
                        return type.cast(event);
                    }
                }
                assertFalse(over, "no such " + type.getSimpleName() + " in " + events + " " + outcome);
                Thread.sleep(10);
            }
            throw new AssertionError("no such " + type.getSimpleName() + " in " + events);
        }
    }
}
