package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.ConsoleLinks;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEngine;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.HistoryRecorder;
import io.jenkins.plugins.codedeploy.engine.deploy.LookupResult;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.records.OpenDeployment;
import io.jenkins.plugins.codedeploy.records.OpenDeployments;
import io.jenkins.plugins.codedeploy.report.LeftRecord;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One deployment that no build follows: looked at until its end, and told when what is known of it changes. */
public final class OrphanedDeployment {
    private static final Logger LOGGER = Logger.getLogger(OrphanedDeployment.class.getName());
    /** Looks only: nothing is stopped, and no traffic rerouted. */
    private static final DeploymentPolicy EYES =
            DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnReady.WAIT).with(DeploymentPolicy.OnAbort.LEAVE);

    private final OpenDeployment open;
    private final String buildName;
    private final String buildUrl;

    @CheckForNull
    private volatile LeftRecord record;

    private volatile String place;
    private volatile String name;
    private volatile boolean named;
    private volatile String consoleLink;
    private volatile String status;
    private volatile String problem;
    private volatile String told;
    private volatile boolean looking;
    private volatile io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle eyes;

    OrphanedDeployment(@NonNull OpenDeployment open, @NonNull Run<?, ?> build) {
        this.open = open;
        buildName = build.getFullDisplayName();
        buildUrl = build.getUrl();
        name = "";
        place = "";
    }

    @NonNull
    public String getKey() {
        return open.getKey();
    }

    /** The deployment's id; the mark in its description as long as AWS has not named one. */
    @NonNull
    public String getName() {
        return name;
    }

    /** Whether {@link #getName} is a deployment's id. */
    public boolean isNamed() {
        return named;
    }

    /** Name of the target account, or its role where a job gave that itself; blank for neither. */
    @NonNull
    public String getTarget() {
        String target = open.getTarget().getTarget();
        return target != null ? target : Util.fixNull(open.getTarget().getRoleArn());
    }

    /** Application and deployment group as far as they are known. */
    @NonNull
    public String getPlace() {
        return place;
    }

    @NonNull
    public String getBuildName() {
        return buildName;
    }

    /** Relative to Jenkins' root. */
    @NonNull
    public String getBuildUrl() {
        return buildUrl;
    }

    @CheckForNull
    public String getConsoleLink() {
        return consoleLink;
    }

    /** CodeDeploy's word; null where it is not known. */
    @CheckForNull
    public String getStatus() {
        return status;
    }

    /** Why it is not known; null where it is. */
    @CheckForNull
    public String getProblem() {
        return problem;
    }

    /** Once there is something to tell. */
    boolean isVisible() {
        return status != null || problem != null;
    }

    /** Whether it has said all it has to: its end, or nothing more because its build is gone. */
    boolean isTold() {
        return !looking || open.build() == null;
    }

    /** Begins to look, unless it does already. Blocks for a call or two. */
    synchronized void look(Run<?, ?> build, JournalEntry entry) throws IOException {
        String id = entry.deploymentId();
        name = id == null ? entry.nonce() : id;
        named = id != null;
        if (!entry.application().isEmpty()) {
            place = entry.application() + " / " + entry.deploymentGroup();
        }
        try {
            ResolvedTarget target = TargetResolver.resolve(open.getTarget(), build);
            TargetAccess access = target.access();
            if (id != null && OpenDeployments.get().isFollowed(id, access)) {
                release();
                settle(build, entry.at(Stage.LEFT, entry.status()));
                tell(OrphanedAction.State.OVER, Messages.OrphanedDeployment_followed(id));
                hide();
                return;
            }
            if (looking) {
                return;
            }
            if (id == null) {
                id = search(build, entry, access);
            }
            if (id != null) {
                record = new LeftRecord(build, open.getId(), target, entry);
                watch(build, target, id);
            }
        } catch (AbortException e) {
            unknown(String.valueOf(e.getMessage()));
        } catch (EngineException e) {
            unknown(e.problem().in(UserMessages.locale()));
        }
    }

    /** @return null where there is nothing to watch, yet or at all */
    @CheckForNull
    private String search(Run<?, ?> build, JournalEntry entry, TargetAccess access)
            throws EngineException, IOException {
        LookupResult trace = Engines.deployments().findByNonce(access, sessionName(), entry);
        String id = trace.deploymentId();
        if (id != null) {
            settle(build, entry.created(id));
        } else if (trace.surelyAbsent()) {
            settle(build, entry.at(Stage.INTENDED, null));
            tell(OrphanedAction.State.OVER, Messages.OrphanedDeployment_absent());
            hide();
        }
        return id;
    }

    private void watch(Run<?, ?> build, ResolvedTarget target, String id) throws IOException {
        TargetAccess access = target.access();
        name = id;
        named = true;
        consoleLink = ConsoleLinks.deployment(access.partition(), access.region(), id);
        DeploymentEngine engine = Engines.deployments();
        Journal journal = OpenDeployments.get().journal(build, open);
        looking = true;
        try {
            HistoryRecorder history = new HistoryRecorder(
                    ControllerHistory.get(),
                    new HistoryRecorder.Facts(
                            target.account(),
                            access.region(),
                            target.name(),
                            null,
                            null,
                            null,
                            () -> new BuildReference(open.getJob(), open.getNumber()),
                            null,
                            null),
                    this::event);
            eyes = engine.follow(access, sessionName(), id, EYES, journal, history, history.andThen(this::over));
        } catch (IOException | RuntimeException e) {
            looking = false;
            throw e;
        }
    }

    private void event(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.Progress progress
                && progress.snapshot().id().equals(name)
                && !progress.snapshot().status().isTerminal()) {
            seen(progress.snapshot());
            status = progress.snapshot().status().word();
            problem = null;
            tell(OrphanedAction.State.RUNS, Messages.OrphanedDeployment_runs(name));
        } else if (event instanceof DeploymentEvent.TroubleBegan trouble) {
            problem = trouble.problem().in(UserMessages.locale());
        } else if (event instanceof DeploymentEvent.TroubleEnded) {
            problem = null;
        }
    }

    private void seen(Snapshot snapshot) {
        LeftRecord kept = record;
        if (kept != null) {
            kept.seen(snapshot);
        }
    }

    private void ended(Outcome outcome) {
        Snapshot last = outcome.last();
        Snapshot rollback = outcome.rollback();
        LeftRecord kept = record;
        if (last != null) {
            seen(last);
        }
        if (kept != null && rollback != null) {
            kept.rolledBack(rollback);
        }
    }

    private void over(Outcome outcome) {
        Problem why = outcome.problem();
        try {
            ended(outcome);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "the record of " + buildName + " is not up to date", e);
        }
        if (outcome.kind() == Outcome.Kind.UNKNOWN) {
            looking = false;
            unknown(why == null ? "" : why.in(UserMessages.locale()));
        } else {
            Snapshot last = outcome.last();
            String end = Messages.OrphanedDeployment_ended(
                    name, last == null ? "-" : last.status().word());
            tell(OrphanedAction.State.OVER, why == null ? end : end + "\n" + why.in(UserMessages.locale()));
            hide();
            looking = false;
        }
    }

    private void unknown(String why) {
        status = null;
        problem = why;
        tell(OrphanedAction.State.UNKNOWN, Messages.OrphanedDeployment_unknown(name, why));
    }

    /** An administrator has seen it, and sees to it. */
    void dismiss(@NonNull String who) throws IOException {
        release();
        Run<?, ?> build = open.build();
        JournalEntry entry = build == null
                ? null
                : OpenDeployments.get().journal(build, open).read();
        if (entry == null) {
            OpenDeployments.get().remove(open);
        } else {
            settle(build, entry.at(Stage.LEFT, entry.status()));
            tell(OrphanedAction.State.OVER, Messages.OrphanedDeployment_dismissed(name, who));
        }
        hide();
    }

    /** @return true, for who lets go of several */
    boolean release() {
        io.jenkins.plugins.codedeploy.engine.deploy.DeploymentHandle last = eyes;
        if (last != null) {
            last.detach();
        }
        looking = false;
        return true;
    }

    private void settle(Run<?, ?> build, JournalEntry entry) throws IOException {
        OpenDeployments.get().journal(build, open).write(entry);
    }

    private void hide() {
        status = null;
        problem = null;
    }

    /** On the build, and in Jenkins' log; once as long as no more is known. */
    private void tell(OrphanedAction.State state, String text) {
        String news = state + " " + name;
        if (news.equals(told)) {
            return;
        }
        told = news;
        LOGGER.log(state == OrphanedAction.State.OVER ? Level.INFO : Level.WARNING, "{0}: {1}", new Object[] {
            buildName, text
        });
        Run<?, ?> build = open.build();
        if (build != null) {
            try {
                OrphanedAction.put(build, open.getId(), state, text, consoleLink);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot be told to " + buildName, e);
            }
        }
    }

    private String sessionName() {
        return SessionName.of(open.getJob(), String.valueOf(open.getNumber()));
    }
}
