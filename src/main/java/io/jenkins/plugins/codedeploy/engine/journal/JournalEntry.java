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
 * @param abort why its run was aborted; null if it was not
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

    /** Of stage {@link Stage#INTENDED}, without anything that is not given here. */
    @NonNull
    public static Builder builder(
            @NonNull String nonce,
            @NonNull String application,
            @NonNull String deploymentGroup,
            @NonNull String region) {
        return new Builder(nonce, application, deploymentGroup, region);
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

        /** Whether the deployment still needs attention. */
        public boolean isOpen() {
            return this == CALLED || this == CREATED;
        }

        /** Whether a deployment might be running that was not released on purpose. */
        public boolean isUnsettled() {
            return isOpen() || this == UNKNOWN;
        }
    }

    @NonNull
    public JournalEntry called(@NonNull Instant at) {
        return toBuilder()
                .stage(Stage.CALLED)
                .calledAt(at)
                .deploymentId(null)
                .status(null)
                .build();
    }

    @NonNull
    public JournalEntry created(@NonNull String id) {
        return toBuilder().stage(Stage.CREATED).deploymentId(id).build();
    }

    @NonNull
    public JournalEntry at(@NonNull Stage other, @CheckForNull String lastStatus) {
        return toBuilder().stage(other).status(lastStatus).build();
    }

    /** Returns this entry with an abort, which a resumed run must carry out. */
    @NonNull
    public JournalEntry aborting(@NonNull String cause) {
        return toBuilder().abort(cause).build();
    }

    private Builder toBuilder() {
        return new Builder(nonce, application, deploymentGroup, region)
                .stage(stage)
                .role(role)
                .revision(revision)
                .calledAt(calledAt)
                .deploymentId(deploymentId)
                .status(status)
                .abort(abort);
    }

    /** Names each value. */
    public static final class Builder {
        private final String nonce;
        private final String application;
        private final String deploymentGroup;
        private final String region;
        private Stage stage = Stage.INTENDED;
        private String role;
        private String revision;
        private Instant calledAt;
        private String deploymentId;
        private String status;
        private String abort;

        private Builder(String nonce, String application, String deploymentGroup, String region) {
            this.nonce = nonce;
            this.application = application;
            this.deploymentGroup = deploymentGroup;
            this.region = region;
        }

        @NonNull
        public Builder stage(@NonNull Stage value) {
            stage = value;
            return this;
        }

        @NonNull
        public Builder role(@CheckForNull String value) {
            role = value;
            return this;
        }

        @NonNull
        public Builder revision(@CheckForNull String value) {
            revision = value;
            return this;
        }

        @NonNull
        public Builder calledAt(@CheckForNull Instant value) {
            calledAt = value;
            return this;
        }

        @NonNull
        public Builder deploymentId(@CheckForNull String value) {
            deploymentId = value;
            return this;
        }

        @NonNull
        public Builder status(@CheckForNull String value) {
            status = value;
            return this;
        }

        @NonNull
        public Builder abort(@CheckForNull String value) {
            abort = value;
            return this;
        }

        @NonNull
        public JournalEntry build() {
            return new JournalEntry(
                    nonce,
                    stage,
                    application,
                    deploymentGroup,
                    region,
                    role,
                    revision,
                    calledAt,
                    deploymentId,
                    status,
                    abort);
        }
    }
}
