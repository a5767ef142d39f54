package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * The whole identity that sees a target account, and where it asks: the key of everything that deployments share
 * because they see the same.
 *
 * @param source {@link SourceIdentity#key}, not a label or a credential's ID, which folders may have in common
 * @param role null where the source identity itself deploys
 */
public record Viewpoint(
        @NonNull String source,
        @CheckForNull String role,
        @CheckForNull String externalId,
        @NonNull String region,
        @NonNull AwsEndpoints endpoints) {
    @NonNull
    public static Viewpoint of(@NonNull TargetAccess access) {
        Object role = access.role();
        return new Viewpoint(
                access.source().key(),
                role == null ? null : role.toString(),
                access.externalId(),
                access.region(),
                access.endpoints());
    }
}
