package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.config.Engines;
import io.jenkins.plugins.codedeploy.config.ResolvedTarget;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.ConsoleLinks;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEngine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.report.DeploymentRecorder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** One deployment of a build: started or gone on with, and its end in a build's terms. */
public final class BuildDeployment {
    private final Run<?, ?> build;
    private final String id;
    private final DeployInputs inputs;
    private final ResolvedTarget target;

    /** @param id of the step within the build, as {@link BuildFiles} has it */
    public BuildDeployment(
            @NonNull Run<?, ?> build,
            @NonNull String id,
            @NonNull DeployInputs inputs,
            @NonNull ResolvedTarget target) {
        this.build = build;
        this.id = id;
        this.inputs = inputs;
        this.target = target;
    }

    /** @throws EngineException where the deployment group takes no bundle: better known before one is uploaded */
    public void requireServer() throws EngineException {
        Engines.deployments()
                .requireServer(target.access(), sessionName(build), inputs.application(), inputs.deploymentGroup());
    }

    /**
     * @param revision not used where an existing deployment is followed
     * @param elapsed since the step began, before a restart perhaps: the time-out counts from there
     * @param log takes one line
     */
    @NonNull
    public io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle start(
            @CheckForNull Revision revision,
            @NonNull Duration elapsed,
            @NonNull Consumer<String> log,
            @NonNull Consumer<Outcome> whenOver)
            throws IOException {
        DeploymentLog told = new DeploymentLog(build, target.signIn(), log);
        return begin(revision, inputs.policy().after(elapsed), told, told.andThen(whenOver));
    }

    private io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle begin(
            @CheckForNull Revision revision,
            DeploymentPolicy policy,
            DeploymentLog listener,
            Consumer<Outcome> whenOver)
            throws IOException {
        DeploymentEngine engine = Engines.deployments();
        String session = sessionName(build);
        String followed = inputs.deploymentId();
        DeploymentRequest request = followed == null ? inputs.request(revision, build) : null;
        String digest = request == null ? null : new JobRevisions(build.getParent()).digest(request.revision());
        if (request != null && !isBegun()) {
            listener.begins(request, target);
        }
        try (FollowedJournal.Claim claim = OpenDeployments.get().follow(build, id, inputs.target())) {
            FollowedJournal journal = claim.journal();
            DeploymentRecorder record = DeploymentRecorder.begin(build, id, target, request, policy, digest, listener);
            Consumer<Outcome> end = journal.lettingGo(record.andThen(whenOver));
            io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle run;
            if (request == null) {
                run = engine.follow(target.access(), session, followed, policy, journal, record, end);
            } else {
                String nonce = BuildFiles.nonce(build, id);
                run = engine.start(target.access(), session, request, policy, nonce, journal, record, end);
            }
            claim.keep();
            return run;
        }
    }

    /** Whether an earlier start, before a restart, got as far as the journal. */
    public boolean isBegun() throws IOException {
        return BuildFiles.journal(build, id).read() != null;
    }

    /**
     * What is deployed, as far as no files are needed to know it: an earlier start's revision, or the given one.
     *
     * @return null where files have to be pushed first, and where an existing deployment is followed
     */
    @CheckForNull
    public Revision known() throws IOException {
        if (inputs.deploymentId() != null) {
            return null;
        }
        if (!inputs.needsFiles()) {
            return inputs.given();
        }
        JournalEntry entry = BuildFiles.journal(build, id).read();
        return entry == null || entry.revision() == null ? null : S3Revision.parse(entry.revision());
    }

    /** The end as the build keeps and returns it. */
    @NonNull
    public DeploymentResult result(
            @NonNull Outcome outcome, @CheckForNull RevisionResult revision, @NonNull Duration sinceStart) {
        String deployment = outcome.deploymentId();
        Snapshot last = outcome.last();
        Snapshot rollback = outcome.rollback();
        return new DeploymentResult(
                deployment,
                last == null ? word(outcome.kind()) : last.status().word(),
                revision,
                deployment == null ? null : consoleLink(deployment),
                (last == null ? sinceStart : duration(last, sinceStart)).toMillis(),
                rollback != null ? rollback.id() : last == null ? null : last.rollbackId());
    }

    private String consoleLink(String deployment) {
        return ConsoleLinks.deployment(
                target.access().partition(), target.access().region(), deployment);
    }

    private static Duration duration(Snapshot last, Duration sinceStart) {
        Instant created = last.created();
        Instant completed = last.completed();
        return created == null || completed == null ? sinceStart : Duration.between(created, completed);
    }

    /** For the build's later steps, also after a failure. */
    public void record(@NonNull DeploymentResult result) throws IOException {
        CodeDeployEnvironment.deployed(build, result);
    }

    static String sessionName(Run<?, ?> build) {
        return SessionName.of(build.getParent().getFullName(), build.getId());
    }

    /** Where CodeDeploy has said nothing itself, in words like its own. */
    private static String word(Outcome.Kind kind) {
        return switch (kind) {
            case CREATED -> "Created";
            case NOT_CREATED -> "NotCreated";
            case ABORTED -> "Aborted";
            default -> "Unknown";
        };
    }
}
