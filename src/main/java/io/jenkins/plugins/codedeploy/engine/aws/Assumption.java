package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/** One way to enter a role. */
@FunctionalInterface
interface Assumption {
    /**
     * Calls STS once.
     *
     * @param attributed with session tags and source identity, where the way has any
     */
    @CheckForNull
    Credentials assume(@NonNull StsClient sts, @NonNull Duration duration, boolean attributed);

    /**
     * The target's role, as the source identity or with its token.
     *
     * @param policy inline session policy
     */
    @NonNull
    static Assumption ofTarget(@NonNull TargetAccess access, @NonNull String sessionName, @NonNull String policy) {
        WebIdentity token = access.directToken();
        return token == null
                ? (sts, duration, attributed) -> assumeRole(sts, access, sessionName, policy, duration, attributed)
                : withToken(token, String.valueOf(access.role()), sessionName, policy);
    }

    /** The role of the source account; where there is none, the target's, only to look. */
    @NonNull
    static Assumption ofSource(@NonNull TargetAccess access, @NonNull WebIdentity token) {
        return token.sourceRole() == null
                ? withToken(token, String.valueOf(access.role()), token.sessionName(), SessionPolicy.observer())
                : withToken(token, String.valueOf(token.sourceRole()), token.sessionName(), null);
    }

    /** Not signed: the token is proof enough. */
    private static Assumption withToken(
            WebIdentity token, String role, String sessionName, @CheckForNull String policy) {
        return (sts, duration, attributed) -> sts.assumeRoleWithWebIdentity(r -> r.roleArn(role)
                        .roleSessionName(sessionName)
                        .webIdentityToken(token.token())
                        .durationSeconds((int) duration.toSeconds())
                        .policy(policy))
                .credentials();
    }

    private static Credentials assumeRole(
            StsClient sts,
            TargetAccess access,
            String sessionName,
            String policy,
            Duration duration,
            boolean attributed) {
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(String.valueOf(access.role()))
                .roleSessionName(sessionName)
                .externalId(access.externalId())
                .durationSeconds((int) duration.toSeconds())
                .policy(policy);
        if (attributed) {
            List<Tag> tags = access.sessionTags().entrySet().stream()
                    .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
                    .toList();
            request.tags(tags).sourceIdentity(access.sourceIdentity());
        }
        return sts.assumeRole(request.build()).credentials();
    }
}
