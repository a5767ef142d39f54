package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import java.time.Instant;

/** Names each value of a {@link HistoryEntry}. What is not set is unknown. */
public final class HistoryEntryBuilder {
    private final DeploymentEnvironment environment;
    private final String deploymentId;
    private String target;
    private String revision;
    private String appSpecContent;
    private String digest;
    private RevisionOrigin origin;
    private BuildReference deployedBy;
    private String user;
    private Instant begun = Instant.EPOCH;
    private Instant ended;
    private String status = "Created";
    private boolean trafficShifted;
    private String problem;
    private String rollbackOf;

    HistoryEntryBuilder(DeploymentEnvironment environment, String deploymentId) {
        this.environment = environment;
        this.deploymentId = deploymentId;
    }

    HistoryEntryBuilder(HistoryEntry entry) {
        this(entry.environment(), entry.deploymentId());
        target = entry.target();
        revision = entry.revision();
        appSpecContent = entry.appSpecContent();
        digest = entry.digest();
        origin = entry.origin();
        deployedBy = entry.deployedBy();
        user = entry.user();
        begun = entry.begun();
        ended = entry.ended();
        status = entry.status();
        trafficShifted = entry.trafficShifted();
        problem = entry.problem();
        rollbackOf = entry.rollbackOf();
    }

    @NonNull
    public HistoryEntryBuilder target(@CheckForNull String value) {
        target = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder revision(@CheckForNull Revision value) {
        appSpecContent = value instanceof AppSpecRevision appSpec ? appSpec.content() : null;
        return revision(value == null ? null : value.toString());
    }

    @NonNull
    public HistoryEntryBuilder revision(@CheckForNull String value) {
        revision = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder appSpecContent(@CheckForNull String value) {
        appSpecContent = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder digest(@CheckForNull String value) {
        digest = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder origin(@CheckForNull RevisionOrigin value) {
        origin = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder deployedBy(@CheckForNull BuildReference value) {
        deployedBy = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder user(@CheckForNull String value) {
        user = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder begun(@NonNull Instant value) {
        begun = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder ended(@CheckForNull Instant value) {
        ended = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder status(@NonNull String value) {
        status = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder trafficShifted(boolean value) {
        trafficShifted = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder problem(@CheckForNull String value) {
        problem = value;
        return this;
    }

    @NonNull
    public HistoryEntryBuilder rollbackOf(@CheckForNull String value) {
        rollbackOf = value;
        return this;
    }

    @NonNull
    public HistoryEntry build() {
        return new HistoryEntry(
                environment,
                deploymentId,
                target,
                revision,
                appSpecContent,
                digest,
                origin,
                deployedBy,
                user,
                begun,
                ended,
                status,
                trafficShifted,
                problem,
                rollbackOf);
    }
}
