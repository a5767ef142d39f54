package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntryBuilder;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records a deployment, and the rollback that it may bring about, in the history of its environment. A record that
 * cannot be written is logged; the deployment continues.
 */
public final class HistoryRecorder implements DeploymentListener {
    private static final Logger LOGGER = Logger.getLogger(HistoryRecorder.class.getName());

    /**
     * What is known of a deployment before it begins.
     *
     * @param account as {@link DeploymentEnvironment#account}
     * @param target name of the target account in Jenkins; null for none
     * @param request null where an existing deployment is tracked
     * @param digest of the revision's content; null if unknown
     * @param origin the build that pushed the revision; null if unknown
     * @param build the build that deploys, under the present name of its job
     * @param user ID of the user who started it; null if unknown
     * @param takesBack ID of the deployment whose revision is replaced by an earlier one; null if it is no rollback
     */
    public record Facts(
            @NonNull String account,
            @NonNull String region,
            @CheckForNull String target,
            @CheckForNull DeploymentRequest request,
            @CheckForNull String digest,
            @CheckForNull RevisionOrigin origin,
            @NonNull Supplier<BuildReference> build,
            @CheckForNull String user,
            @CheckForNull String takesBack) {}

    private final DeploymentHistory history;
    private final Facts facts;
    private final DeploymentListener next;
    /** What was recorded last, so that it is not recorded again. */
    private String recorded = "";

    /** @param next is told after the record */
    public HistoryRecorder(@NonNull DeploymentHistory history, @NonNull Facts facts, @NonNull DeploymentListener next) {
        this.history = history;
        this.facts = facts;
        this.next = next;
    }

    @Override
    public synchronized void event(DeploymentEvent event) {
        if (event instanceof DeploymentEvent.Created e) {
            created(e.deploymentId());
        } else if (event instanceof DeploymentEvent.Progress e) {
            seen(e.snapshot(), null);
        }
        next.event(event);
    }

    /** Returns the same consumer, which is called after the end was recorded. */
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

    private synchronized void over(Outcome outcome) {
        Snapshot last = outcome.last();
        if (last != null) {
            seen(last, outcome.problem());
        }
        Snapshot rollback = outcome.rollback();
        if (rollback != null) {
            seen(rollback, null);
        }
    }

    private void created(String id) {
        DeploymentRequest request = facts.request();
        if (request != null) {
            put(ours(environment(request.application(), request.deploymentGroup()), id)
                    .begun(Instant.now()));
        }
    }

    private void seen(Snapshot seen, @CheckForNull Problem problem) {
        String application = seen.application();
        String group = seen.deploymentGroup();
        String now = seen.id() + " " + seen.status() + " " + seen.trafficShifted() + " " + (problem == null);
        if (application == null || group == null || now.equals(recorded)) {
            return;
        }
        recorded = now;
        DeploymentEnvironment environment = environment(application, group);
        boolean rollsBack = seen.rollsBack() != null;
        HistoryEntryBuilder entry = rollsBack ? byCodeDeploy(environment, seen) : ours(environment, seen.id());
        if (!rollsBack && facts.request() == null) {
            entry.revision(seen.revision());
        }
        Instant begun = seen.created();
        put(entry.begun(begun == null ? Instant.now() : begun)
                .ended(seen.completed())
                .status(seen.status().word())
                .trafficShifted(seen.trafficShifted())
                .problem(problem == null ? seen.errorMessage() : problem.brief(Language.ENGLISH))
                .rollbackOf(rollsBack ? seen.rollsBack() : facts.takesBack()));
    }

    private HistoryEntryBuilder ours(DeploymentEnvironment environment, String id) {
        DeploymentRequest request = facts.request();
        return HistoryEntry.builder(environment, id)
                .target(facts.target())
                .revision(request == null ? null : request.revision())
                .digest(facts.digest())
                .origin(facts.origin())
                .deployedBy(facts.build().get())
                .user(facts.user())
                .rollbackOf(facts.takesBack());
    }

    /** What CodeDeploy deploys again has been recorded before, perhaps. */
    private HistoryEntryBuilder byCodeDeploy(DeploymentEnvironment environment, Snapshot rollback) {
        HistoryEntryBuilder entry = HistoryEntry.builder(environment, rollback.id())
                .target(facts.target())
                .revision(rollback.revision())
                .deployedBy(facts.build().get());
        Optional<HistoryEntry> before = history.entries(environment).stream()
                .filter(HistoryEntry::isSucceeded)
                .filter(known ->
                        rollback.revision() == null || rollback.revision().equals(known.revision()))
                .filter(known -> !known.deploymentId().equals(rollback.id()))
                .findFirst();
        before.ifPresent(known -> entry.revision(known.revision())
                .appSpecContent(known.appSpecContent())
                .digest(known.digest())
                .origin(known.origin()));
        return entry;
    }

    private DeploymentEnvironment environment(String application, String group) {
        return new DeploymentEnvironment(facts.account(), facts.region(), application, group);
    }

    private void put(HistoryEntryBuilder entry) {
        try {
            history.put(entry.build());
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Cannot record a deployment in the history of its environment", e);
        }
    }
}
