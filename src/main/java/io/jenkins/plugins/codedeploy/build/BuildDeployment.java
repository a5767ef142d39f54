package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.aws.ConsoleLinks;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEngine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentGuard;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentListener;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.HistoryRecorder;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.deploy.PastDeployment;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile.RecordedPush;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.parameters.DeployInputs;
import io.jenkins.plugins.codedeploy.parameters.RevisionSource;
import io.jenkins.plugins.codedeploy.parameters.TimeLimit;
import io.jenkins.plugins.codedeploy.records.BuildFiles;
import io.jenkins.plugins.codedeploy.records.BuildOrigin;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.records.FollowedJournal;
import io.jenkins.plugins.codedeploy.records.JobRevisions;
import io.jenkins.plugins.codedeploy.records.OpenDeployments;
import io.jenkins.plugins.codedeploy.report.DeploymentRecorder;
import io.jenkins.plugins.codedeploy.result.CodeDeployEnvironment;
import io.jenkins.plugins.codedeploy.result.DeploymentResult;
import io.jenkins.plugins.codedeploy.result.RevisionResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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

    /** @throws EngineException for what AWS would refuse after the upload, as far as that is certain */
    private void checkEarly() throws EngineException {
        DeploymentRequest request = inputs.request(new S3Revision("not-yet", "known", "zip", null, null), build);
        Engines.deployments().checkEarly(target.access(), sessionName(build), request, true);
    }

    /**
     * @param revision as {@link #find} found it
     * @param elapsed since the step began, before a restart perhaps: the time-out counts from there
     * @param log takes one line
     */
    @NonNull
    public io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle start(
            @CheckForNull RevisionResult revision,
            @NonNull Duration elapsed,
            @NonNull Consumer<String> log,
            @NonNull Consumer<Outcome> whenOver)
            throws IOException {
        DeploymentLog told = new DeploymentLog(build, target.signIn(), log);
        return begin(revision, inputs.policy().after(elapsed), told, told.andThen(whenOver));
    }

    private io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle begin(
            @CheckForNull RevisionResult revision,
            DeploymentPolicy policy,
            DeploymentLog listener,
            Consumer<Outcome> whenOver)
            throws IOException {
        DeploymentEngine engine = Engines.deployments();
        String session = sessionName(build);
        RevisionSource source = inputs.revisionSource();
        String followed = source.deploymentId();
        DeploymentRequest request =
                followed != null || revision == null ? null : inputs.request(source.revision(revision), build);
        RecordedPush push = request == null ? null : JobRevisions.find(build.getParent(), request.revision());
        String digest = push == null ? null : push.digest();
        if (request != null && !isBegun()) {
            listener.begins(request, target);
        }
        try (FollowedJournal.Claim claim = OpenDeployments.get().follow(build, id, inputs.target())) {
            FollowedJournal journal = claim.journal();
            DeploymentRecorder record = DeploymentRecorder.begin(build, id, target, request, policy, digest, listener);
            String takesBack = revision == null ? null : revision.takesBack();
            HistoryRecorder history = history(request, push, takesBack, event -> {
                if (event instanceof DeploymentEvent.Progress) {
                    journal.seen(target.access());
                }
                record.event(event);
            });
            Consumer<Outcome> end = journal.lettingGo(history.andThen(record.andThen(whenOver)));
            io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle run;
            if (request == null) {
                run = engine.follow(target.access(), session, followed, policy, journal, history, end);
            } else {
                String nonce = BuildFiles.nonce(build, id);
                DeploymentGuard guard = new BuildGuard(build, inputs, target).of(request, push, listener::say);
                run = engine.start(target.access(), session, request, policy.with(guard), nonce, journal, history, end);
            }
            claim.keep();
            return run;
        }
    }

    private HistoryRecorder history(
            @CheckForNull DeploymentRequest request,
            @CheckForNull RecordedPush push,
            @CheckForNull String takesBack,
            DeploymentListener next) {
        return new HistoryRecorder(
                ControllerHistory.get(),
                new HistoryRecorder.Facts(
                        target.account(),
                        target.access().region(),
                        target.name(),
                        request,
                        push == null ? null : push.digest(),
                        push == null ? null : push.origin(),
                        () -> BuildOrigin.reference(build),
                        BuildOrigin.user(build),
                        takesBack),
                next);
    }

    /** Whether an earlier start, before a restart, got as far as the journal. */
    public boolean isBegun() throws IOException {
        return BuildFiles.journal(build, id).read() != null;
    }

    /** Whether files have to be bundled to know what is deployed. */
    public boolean needsFiles(@CheckForNull RevisionResult found) throws IOException {
        return found == null && inputs.revisionSource().needsFiles() && deployedBefore() == null;
    }

    /**
     * Finds what is deployed. May upload or ask AWS, and blocks as long as that takes.
     *
     * @param found before a restart; null where nothing was
     * @param workspace null unless {@link #needsFiles}
     * @param elapsed of the step's time-out already
     * @return null where an existing deployment is followed
     * @throws TimeLimit.Over when the step's time-out is over
     */
    @CheckForNull
    public RevisionResult find(
            @CheckForNull RevisionResult found,
            @CheckForNull FilePath workspace,
            @NonNull Duration elapsed,
            @NonNull TaskListener log)
            throws EngineException, IOException, InterruptedException, TimeLimit.Over {
        RevisionResult known = found == null ? deployedBefore() : found;
        return known != null
                ? known
                : inputs.revisionSource().find(new RevisionSource.Finder() {
                    @Override
                    public RevisionResult push()
                            throws EngineException, IOException, InterruptedException, TimeLimit.Over {
                        new BuildGuard(build, inputs, target).checkEarly();
                        checkEarly();
                        return TimeLimit.of(inputs)
                                .during(
                                        elapsed,
                                        () -> new BuildUpload(build, id, log)
                                                .push(inputs, target, Objects.requireNonNull(workspace)));
                    }

                    @Override
                    public RevisionResult earlier(@CheckForNull String to) throws EngineException {
                        return new EarlierRevision(build, inputs, target).find(to, log.getLogger()::println);
                    }
                });
    }

    /**
     * Returns the result of the newest deployment of the group if its revision is the same, and nothing is to be deployed
     * then. Asks AWS.
     *
     * @param log takes one line
     * @return null if the revision is to be deployed
     */
    @CheckForNull
    public DeploymentResult resultIfLive(@CheckForNull RevisionResult revision, @NonNull Consumer<String> log)
            throws IOException {
        PastDeployment live = revision == null || !inputs.skipIfLive() || isBegun()
                ? null
                : new EarlierRevision(build, inputs, target).newestOf(revision.revision(), log);
        if (live == null) {
            return null;
        }
        log.accept(SingleLine.of(Messages.BuildDeployment_live(revision, live.id())));
        DeploymentResult result = new DeploymentResult(
                live.id(), live.snapshot().status().word(), revision, consoleLink(live.id()), 0, null);
        CodeDeployEnvironment.deployed(build, result, revision.toString());
        return result;
    }

    /** What an earlier start deployed, by the journal. */
    @CheckForNull
    private RevisionResult deployedBefore() throws IOException {
        JournalEntry entry = BuildFiles.journal(build, id).read();
        String revision = entry == null ? null : entry.revision();
        if (revision == null) {
            return null;
        }
        Revision known = revision.startsWith("s3://")
                ? S3Revision.parse(revision)
                : new EarlierRevision(build, inputs, target).recorded(revision);
        return known == null ? null : RevisionResult.of(known);
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
    public void record(@NonNull DeploymentResult result, @NonNull Outcome outcome) throws IOException {
        RevisionResult revision = result.getRevision();
        Snapshot last = outcome.last();
        String followed = last == null ? null : last.revision();
        CodeDeployEnvironment.deployed(build, result, revision == null ? followed : revision.toString());
    }

    static String sessionName(Run<?, ?> build) {
        return SessionName.of(build.getParent().getFullName(), build.getId());
    }

    /** Where CodeDeploy has said nothing itself, in words like its own. */
    private static String word(Outcome.Kind kind) {
        return switch (kind) {
            case CREATED -> "Created";
            case NOT_CREATED, OVERTAKEN -> CodeDeployEnvironment.NOT_CREATED;
            case ABORTED -> "Aborted";
            default -> CodeDeployEnvironment.UNKNOWN;
        };
    }
}
