package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.console.ModelHyperlinkNote;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.SignIn;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.ConsoleLinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentListener;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the build's record of one deployment while it runs. The record in memory is always up to date; the build is
 * saved when a status changes, else now and then.
 */
public final class DeploymentRecorder implements DeploymentListener {
    private static final Logger LOGGER = Logger.getLogger(DeploymentRecorder.class.getName());
    /** Between two saves while no status changes: a killed controller loses no more, and asks AWS again anyway. */
    private static final long SAVE_MILLIS = 60_000;

    private final Run<?, ?> build;
    private final DeploymentFacts facts;
    private final DeploymentListener next;
    private DeploymentRecord now;
    private long saved;

    DeploymentRecorder(@NonNull Run<?, ?> build, @NonNull DeploymentFacts facts, @NonNull DeploymentListener next) {
        this.build = build;
        this.facts = facts;
        this.next = next;
        DeploymentRecord known = DeploymentsAction.of(build).find(facts.step());
        now = known == null ? new DeploymentRecord(facts, System.currentTimeMillis()) : known.goneOnWith();
        saved = System.currentTimeMillis();
        DeploymentsAction.of(build).put(now, true);
    }

    /**
     * @param step id of the step within the build, the same after a restart
     * @param request null where an existing deployment is followed
     * @param digest of the revision's content, where the job knows it
     * @param next told after the record
     */
    @NonNull
    public static DeploymentRecorder begin(
            @NonNull Run<?, ?> build,
            @NonNull String step,
            @NonNull ResolvedTarget target,
            @CheckForNull DeploymentRequest request,
            @NonNull DeploymentPolicy policy,
            @CheckForNull String digest,
            @NonNull DeploymentListener next) {
        List<EarlierDeployment> earlier = EarlierDeployment.of(build, step, DeploymentFacts.revision(request));
        return new DeploymentRecorder(build, new DeploymentFacts(step, target, request, policy, digest, earlier), next);
    }

    /** A link to the page, as a log's reader sees it. */
    @NonNull
    public static String pageLink(@NonNull Run<?, ?> build) {
        return ModelHyperlinkNote.encodeTo(
                "/" + build.getUrl() + DeploymentsAction.URL, Messages.DeploymentRecorder_page());
    }

    /** @return the same, with the record brought to its end before */
    @NonNull
    public Consumer<Outcome> andThen(@NonNull Consumer<Outcome> whenOver) {
        return outcome -> {
            try {
                over(outcome);
            } finally {
                whenOver.accept(outcome);
            }
        };
    }

    /** Whatever goes wrong with the record, the deployment goes on. */
    @Override
    public synchronized void event(DeploymentEvent event) {
        try {
            record(event);
        } catch (RuntimeException e) {
            LOGGER.log(
                    Level.WARNING, e, () -> "cannot record " + event.getClass().getSimpleName() + " of " + build);
        }
        next.event(event);
    }

    private void record(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.Created e) {
            created(e.deploymentId(), e.consoleLink());
        } else if (event instanceof DeploymentEvent.MonitoringStarted e) {
            created(e.deploymentId(), e.consoleLink());
        } else if (event instanceof DeploymentEvent.Progress e) {
            progress(e.snapshot());
        } else if (event instanceof DeploymentEvent.Targets e) {
            targets(e);
        } else if (event instanceof DeploymentEvent.RollbackStarted e) {
            publish(now.withRollback(observed(now.getRollback(), e.rollbackId())), true);
        } else {
            notice(event);
        }
    }

    private void notice(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.WaitingForGroup e) {
            publish(
                    now.withNotice(
                            e.activeId() == null
                                    ? Messages.DeploymentRecorder_queued(e.group())
                                    : Messages.DeploymentRecorder_busy(e.group(), e.activeId())),
                    false);
        } else if (event instanceof DeploymentEvent.CreateDelayed e) {
            publish(now.withNotice(text(e.problem())), false);
        } else if (event instanceof DeploymentEvent.AnswerLost e) {
            publish(now.withNotice(text(e.problem())), false);
        } else if (event instanceof DeploymentEvent.TroubleBegan e) {
            publish(now.withNotice(text(e.problem())), false);
        } else if (event instanceof DeploymentEvent.TargetsRefused e) {
            publish(now.withNotice(text(e.problem())), false);
        } else if (event instanceof DeploymentEvent.ContinueRefused e) {
            publish(now.withNotice(text(e.problem())), false);
        } else if (event instanceof DeploymentEvent.StopRefused e) {
            publish(now.withNotice(text(e.problem())), false);
        } else if (event instanceof DeploymentEvent.Ready e) {
            publish(now.withNotice(e.continued() ? null : Messages.DeploymentRecorder_ready()), false);
        } else if (event instanceof DeploymentEvent.StopRequested) {
            publish(now.withNotice(Messages.DeploymentRecorder_stopping()), false);
        } else if (event instanceof DeploymentEvent.TroubleEnded || event instanceof DeploymentEvent.ConfirmedAbsent) {
            publish(now.withNotice(null), false);
        }
    }

    private void created(String id, String consoleLink) {
        ObservedDeployment known = now.getDeployment();
        ObservedDeployment seen =
                known != null && known.getId().equals(id) ? known : new ObservedDeployment(id, consoleLink);
        SignIn signIn = facts.target().signIn();
        publish(now.with(seen, signIn == null ? null : signIn.link(consoleLink)).withNotice(null), true);
    }

    private void progress(Snapshot snapshot) {
        ObservedDeployment rollback = rollback(snapshot.id());
        if (rollback != null) {
            ObservedDeployment seen = rollback.with(snapshot);
            publish(now.withRollback(seen), !seen.getStatus().equals(rollback.getStatus()));
        } else {
            ObservedDeployment before = observed(now.getDeployment(), snapshot.id());
            ObservedDeployment seen = before.with(snapshot);
            boolean changed = !seen.getStatus().equals(before.getStatus());
            DeploymentRecord record = now.with(seen, null).named(snapshot.application(), snapshot.deploymentGroup());
            publish(changed ? record.withNotice(null) : record, changed);
        }
    }

    private void targets(DeploymentEvent.Targets e) {
        ObservedDeployment rollback = rollback(e.deploymentId());
        if (rollback != null) {
            publish(now.withRollback(rollback.with(e.changed())), false);
        } else {
            publish(now.with(observed(now.getDeployment(), e.deploymentId()).with(e.changed()), null), false);
        }
    }

    synchronized void over(Outcome outcome) {
        DeploymentRecord end = now;
        Snapshot last = outcome.last();
        if (last != null) {
            end = end.with(observed(end.getDeployment(), last.id()).with(last), null);
        }
        Snapshot rollback = outcome.rollback();
        if (rollback != null) {
            end = end.withRollback(observed(end.getRollback(), rollback.id()).with(rollback));
        }
        ObservedDeployment seen = end.getDeployment();
        if (!outcome.failedTargets().isEmpty() && seen != null) {
            end = end.with(seen.with(outcome.failedTargets()), null);
        }
        Problem problem = outcome.problem();
        publish(end.over(outcome.kind(), problem == null ? null : text(problem), System.currentTimeMillis()), true);
    }

    @CheckForNull
    private ObservedDeployment rollback(String id) {
        ObservedDeployment rollback = now.getRollback();
        return rollback != null && rollback.getId().equals(id) ? rollback : null;
    }

    private ObservedDeployment observed(@CheckForNull ObservedDeployment known, String id) {
        return known != null && known.getId().equals(id)
                ? known
                : new ObservedDeployment(
                        id,
                        ConsoleLinks.deployment(
                                facts.target().access().partition(),
                                facts.target().access().region(),
                                id));
    }

    private synchronized void publish(DeploymentRecord record, boolean changed) {
        now = record;
        long time = System.currentTimeMillis();
        boolean due = changed || time - saved >= SAVE_MILLIS;
        if (due) {
            saved = time;
        }
        DeploymentsAction.of(build).put(record, due);
    }

    private static String text(Problem problem) {
        return problem.in(Locale.getDefault());
    }
}
