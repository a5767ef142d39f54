package io.jenkins.plugins.codedeploy.engine.guard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentGuard;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import io.jenkins.plugins.codedeploy.engine.history.EnvironmentState;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import java.time.Clock;
import java.time.Instant;

/**
 * A target account's rules, for one deployment. Reads the controller's history, so that no Pipeline script can get
 * around them. A rollback is bound by none: it deploys what has succeeded in this very deployment group.
 */
public final class PromotionGuard implements DeploymentGuard {
    private final GuardRules rules;
    private final DeploymentHistory history;
    private final Clock clock;
    private final boolean anyTime;
    private final DeploymentEnvironment into;
    private final Candidate candidate;

    /**
     * What is to be deployed.
     *
     * @param digest hexadecimal SHA-256 of its files; null if unknown
     * @param origin which build pushed it; null if unknown
     */
    public record Candidate(
            @NonNull Revision revision,
            @CheckForNull String digest,
            @CheckForNull RevisionOrigin origin) {
        private boolean isOf(HistoryEntry entry) {
            return entry.deploys(revision) || digest != null && digest.equals(entry.digest());
        }
    }

    /** @param anyTime whether somebody who may has overridden the windows */
    public PromotionGuard(
            @NonNull GuardRules rules,
            @NonNull DeploymentHistory history,
            @NonNull Clock clock,
            boolean anyTime,
            @NonNull DeploymentEnvironment into,
            @NonNull Candidate candidate) {
        this.rules = rules;
        this.history = history;
        this.clock = clock;
        this.anyTime = anyTime;
        this.into = into;
        this.candidate = candidate;
    }

    /** Only the rules that hold for whatever is deployed: why nothing may be deployed now; null if it may. */
    @CheckForNull
    public static Problem closed(@NonNull GuardRules rules, @NonNull Instant now) {
        DeploymentWindows windows = rules.windows();
        Text closed = windows == null ? null : windows.closed(now);
        return closed == null ? null : Problem.of(closed, Text.of("guard.closed.fix"));
    }

    @Override
    public Problem refusal() {
        Problem closed = anyTime ? null : closed(rules, clock.instant());
        if (closed != null) {
            return closed;
        }
        for (Requirement requirement : rules.requireSuccessIn()) {
            if (!isMet(requirement)) {
                return Problem.of(
                        Text.of(
                                "guard.notYet",
                                candidate.revision(),
                                requirement.name(),
                                into.application(),
                                into.deploymentGroup()),
                        Text.of("guard.notYet.fix", requirement.name()));
            }
        }
        return rules.allowOlder() ? null : older();
    }

    private boolean isMet(Requirement requirement) {
        return history.states().stream()
                .map(EnvironmentState::environment)
                .filter(environment -> requirement.isOf(environment, into.application()))
                .flatMap(environment -> history.entries(environment).stream())
                .anyMatch(entry -> entry.isSucceeded() && candidate.isOf(entry));
    }

    /** What cannot be compared is not known to be newer. */
    @CheckForNull
    private Problem older() {
        HistoryEntry live = history.live(into).orElse(null);
        if (live == null || candidate.isOf(live)) {
            return null;
        }
        RevisionOrigin of = live.origin();
        RevisionOrigin own = candidate.origin();
        if (of == null) {
            return null;
        }
        if (own == null) {
            return Problem.of(
                    Text.of("guard.unknownAge", candidate.revision(), into.deploymentGroup()),
                    Text.of("guard.older.fix"));
        }
        return own.pushed().isBefore(of.pushed())
                ? Problem.of(
                        Text.of("guard.older", own.build(), into.deploymentGroup(), of.build()),
                        Text.of("guard.older.fix"))
                : null;
    }
}
