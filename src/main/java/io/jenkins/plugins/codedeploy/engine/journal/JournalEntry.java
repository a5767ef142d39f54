package io.jenkins.plugins.codedeploy.engine.journal;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * What was intended and what became of it. Holds no secret: an entry lies readable in the build's folder.
 *
 * @param nonce in the deployment's description
 * @param role that deploys; null for the source identity itself
 * @param calledAt by AWS's clock, before CreateDeployment was called last; null while it was not
 * @param deploymentId null as long as AWS has not named one
 * @param status CodeDeploy's word, as last seen
 * @param abort why its run was told to stop; null while it was not
 */
public record JournalEntry(
        @NonNull String nonce,
        @NonNull Stage stage,
        @NonNull String application,
        @NonNull String deploymentGroup,
        @NonNull String region,
        @CheckForNull String role,
        @CheckForNull String revision,
        @CheckForNull Instant calledAt,
        @CheckForNull String deploymentId,
        @CheckForNull String status,
        @CheckForNull String abort) {

    /** Nobody has told it to stop. */
    public JournalEntry(
            @NonNull String nonce,
            @NonNull Stage stage,
            @NonNull String application,
            @NonNull String deploymentGroup,
            @NonNull String region,
            @CheckForNull String role,
            @CheckForNull String revision,
            @CheckForNull Instant calledAt,
            @CheckForNull String deploymentId,
            @CheckForNull String status) {
        this(nonce, stage, application, deploymentGroup, region, role, revision, calledAt, deploymentId, status, null);
    }

    /** How far it got. */
    public enum Stage {
        /** Nothing was called yet, or what was called was clearly refused. */
        INTENDED,
        /** CreateDeployment was called; whether it was carried out is not known. */
        CALLED,
        /** AWS named the deployment: it runs, as far as we know. */
        CREATED,
        /** It came to its end, and we saw it. */
        ENDED,
        /** It was left to itself on purpose. */
        LEFT,
        /** Given up without knowing. */
        UNKNOWN;

        /** Whether somebody must still look after it. */
        public boolean isOpen() {
            return this == CALLED || this == CREATED;
        }

        /** Whether a deployment may run that nobody let go of on purpose. */
        public boolean isUnsettled() {
            return isOpen() || this == UNKNOWN;
        }
    }

    @NonNull
    public JournalEntry called(@NonNull Instant at) {
        return with(Stage.CALLED, at, null, null, abort);
    }

    @NonNull
    public JournalEntry created(@NonNull String id) {
        return with(Stage.CREATED, calledAt, id, status, abort);
    }

    @NonNull
    public JournalEntry at(@NonNull Stage other, @CheckForNull String lastStatus) {
        return with(other, calledAt, deploymentId, lastStatus, abort);
    }

    /** Told to stop: whoever goes on from here has to see to it. */
    @NonNull
    public JournalEntry aborting(@NonNull String cause) {
        return with(stage, calledAt, deploymentId, status, cause);
    }

    private JournalEntry with(Stage nextStage, Instant call, String id, String lastStatus, String cause) {
        return new JournalEntry(
                nonce, nextStage, application, deploymentGroup, region, role, revision, call, id, lastStatus, cause);
    }
}
