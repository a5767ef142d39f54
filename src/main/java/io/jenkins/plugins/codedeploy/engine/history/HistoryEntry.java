package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.time.Instant;
import java.util.Set;

/**
 * One deployment of an environment, as last seen. Only deployments that AWS has created are recorded.
 *
 * @param target name of the target account in Jenkins; null if the step gave its own values
 * @param revision as {@link Revision#toString} writes it; null if unknown
 * @param appSpecContent content of an {@link AppSpecRevision}; null for other revisions and for long contents
 * @param digest hexadecimal SHA-256 of the revision's files; null if no job of this controller bundled it
 * @param origin the build that pushed the revision; null if unknown
 * @param deployedBy the build that created or tracked the deployment or, for a rollback by CodeDeploy, the deployment that was
 *     rolled back; null if no build of this controller did
 * @param user ID of the user who started the build; null if unknown, or if it was not a user
 * @param status CodeDeploy's word, as last seen
 * @param trafficShifted blue/green: the new instances have the traffic
 * @param problem why it failed; null if it did not, or if unknown
 * @param rollbackOf ID of the deployment that this one takes back; null for none
 */
public record HistoryEntry(
        @NonNull DeploymentEnvironment environment,
        @NonNull String deploymentId,
        @CheckForNull String target,
        @CheckForNull String revision,
        @CheckForNull String appSpecContent,
        @CheckForNull String digest,
        @CheckForNull RevisionOrigin origin,
        @CheckForNull BuildReference deployedBy,
        @CheckForNull String user,
        @NonNull Instant begun,
        @CheckForNull Instant ended,
        @NonNull String status,
        boolean trafficShifted,
        @CheckForNull String problem,
        @CheckForNull String rollbackOf) {
    /** Longer contents are not recorded. In characters. */
    static final int LONGEST_APP_SPEC = 16_384;

    private static final int LONGEST_PROBLEM = 500;
    private static final String SUCCEEDED = "Succeeded";
    private static final Set<String> TERMINAL = Set.of(SUCCEEDED, "Failed", "Stopped");

    public HistoryEntry {
        appSpecContent = appSpecContent != null && appSpecContent.length() > LONGEST_APP_SPEC ? null : appSpecContent;
        problem = problem != null && problem.length() > LONGEST_PROBLEM
                ? problem.substring(0, LONGEST_PROBLEM - 1) + '…'
                : problem;
    }

    @NonNull
    public static HistoryEntryBuilder builder(
            @NonNull DeploymentEnvironment environment, @NonNull String deploymentId) {
        return new HistoryEntryBuilder(environment, deploymentId);
    }

    /** Whether its revision was installed completely. */
    public boolean isSucceeded() {
        return SUCCEEDED.equals(status) || trafficShifted && !TERMINAL.contains(status);
    }

    /** Whether CodeDeploy ended it. */
    public boolean isTerminal() {
        return TERMINAL.contains(status);
    }

    /** Whether it deployed this revision, in this very version. */
    public boolean deploys(@NonNull Revision other) {
        return other.toString().equals(revision);
    }

    /** Returns its revision in a form that can be deployed again; null if too little is known. */
    @CheckForNull
    public Revision deployableRevision() {
        try {
            if (appSpecContent != null) {
                return new AppSpecRevision(appSpecContent);
            }
            if (revision == null) {
                return null;
            }
            return revision.startsWith("https:") ? GitHubRevision.parse(revision) : S3Revision.parse(revision);
        } catch (InvalidInputException e) {
            return null;
        }
    }

    /**
     * Combines two records of the same deployment. What both tell is taken from the newer one, except that the build
     * that created or first tracked the deployment remains, and that a terminal status is final.
     */
    @NonNull
    HistoryEntry mergedWith(@NonNull HistoryEntry newer) {
        boolean keepsStatus = isTerminal() && !newer.isTerminal();
        return new HistoryEntry(
                environment,
                deploymentId,
                either(newer.target, target),
                either(newer.revision, revision),
                either(newer.appSpecContent, appSpecContent),
                either(newer.digest, digest),
                either(origin, newer.origin),
                either(deployedBy, newer.deployedBy),
                deployedBy == null ? newer.user : user,
                newer.begun,
                either(newer.ended, ended),
                keepsStatus ? status : newer.status,
                trafficShifted || newer.trafficShifted,
                either(newer.problem, problem),
                either(rollbackOf, newer.rollbackOf));
    }

    @NonNull
    HistoryEntry withJobs(@NonNull JobMoves moves, @NonNull Instant written) {
        HistoryEntryBuilder next = toBuilder();
        if (origin != null) {
            next.origin(origin.withBuild(moves.resolve(origin.build(), written)));
        }
        if (deployedBy != null) {
            next.deployedBy(moves.resolve(deployedBy, written));
        }
        return next.build();
    }

    /** Returns a builder with all values of this entry. */
    @NonNull
    public HistoryEntryBuilder toBuilder() {
        return new HistoryEntryBuilder(this);
    }

    @CheckForNull
    private static <T> T either(@CheckForNull T first, @CheckForNull T second) {
        return first == null ? second : first;
    }
}
