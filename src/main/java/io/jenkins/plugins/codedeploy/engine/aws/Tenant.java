package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;

/**
 * One identity that calls one set of endpoints: what is shared is limited for each. Where endpoints are given, region
 * and account do not count, because a job may choose them, and would then be several.
 *
 * @param source {@link SourceIdentity#tenant}
 * @param region empty where endpoints are given
 * @param account of the role; empty where endpoints are given, or no role
 */
public record Tenant(
        @NonNull String source,
        @NonNull String region,
        @NonNull String account,
        @NonNull AwsEndpoints endpoints) {
    @NonNull
    public static Tenant of(@NonNull TargetAccess access) {
        String source = access.source().tenant();
        AwsEndpoints endpoints = access.endpoints();
        if (!endpoints.equals(AwsEndpoints.REGIONAL)) {
            return new Tenant(source, "", "", endpoints);
        }
        RoleArn role = access.role();
        return new Tenant(source, access.region(), role == null ? "" : role.accountId(), endpoints);
    }
}
