package io.jenkins.plugins.codedeploy.simulator.sts;

import com.nimbusds.jwt.JWTClaimsSet;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.iam.Entity;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.iam.IdentityProviders.Provider;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides whether the bearer of an id token gets a session. */
final class WebIdentityGrant {
    private static final String ACTION = "sts:AssumeRoleWithWebIdentity";
    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html">Session tags in tokens</a> */
    private static final String TAGS = "https://aws.amazon.com/tags";

    private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

    private final Iam iam;
    private final IdTokens tokens;

    WebIdentityGrant(Iam iam, Clock clock) {
        this.iam = iam;
        tokens = new IdTokens(iam.identityProviders(), clock);
    }

    /** A session that was granted, and to whom. */
    record Granted(
            @NonNull Caller session,
            @NonNull Provider provider,
            @NonNull String subject,
            @NonNull String audience) {}

    /** @param token a JWT as the issuer signed it */
    @NonNull
    Granted session(AssumeRole asked, String token) throws AwsError {
        String policy = iam.sessionPolicy(asked.policy(), asked.managedPolicies());
        String account = asked.roleArn().split(":", 6)[4];
        IdTokens.Verified verified = tokens.verify(token, account);
        Provider provider = verified.provider();
        JWTClaimsSet claims = verified.claims();
        Entity role = iam.find(asked.roleArn());
        if (role == null || role.trustPolicy() == null) {
            throw denied(ACTION);
        }
        Map<String, String> tags = tags(claims);
        String identity = sourceIdentity(claims);
        Map<String, Object> context = context(asked, provider, claims);
        context.put("sts:SourceIdentity", identity);
        tags.forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
        require(provider, ACTION, role, context);
        if (!tags.isEmpty()) {
            require(provider, "sts:TagSession", role, context);
        }
        if (identity != null) {
            require(provider, "sts:SetSourceIdentity", role, context);
        }
        Integer seconds = asked.durationSeconds();
        if (seconds != null && seconds > role.maxSessionSeconds()) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        Caller session = role.session(asked.sessionName(), tags, identity, policy);
        return new Granted(
                session, provider, claims.getSubject(), claims.getAudience().get(0));
    }

    /** Claims are asked for by the provider's name, without the scheme of its URL. */
    private static Map<String, Object> context(AssumeRole asked, Provider provider, JWTClaimsSet claims) {
        Map<String, Object> context = new HashMap<>();
        context.put("sts:RoleSessionName", asked.sessionName());
        context.put("aws:FederatedProvider", provider.arn());
        claims.getClaims().forEach((name, value) -> {
            if (value instanceof String || value instanceof List<?>) {
                context.put(provider.name() + ":" + name, value);
            }
        });
        return context;
    }

    private static Map<String, String> tags(JWTClaimsSet claims) {
        Map<String, String> tags = new TreeMap<>();
        if (claims.getClaim(TAGS) instanceof Map<?, ?> given && given.get("principal_tags") instanceof Map<?, ?> all) {
            all.forEach((key, values) -> {
                List<?> list = values instanceof List<?> several ? several : List.of(values);
                if (list.size() == 1) {
                    tags.put(String.valueOf(key), String.valueOf(list.get(0)));
                }
            });
        }
        return tags;
    }

    @CheckForNull
    private static String sourceIdentity(JWTClaimsSet claims) {
        return claims.getClaim(SOURCE_IDENTITY) instanceof String given ? given : null;
    }

    private void require(Provider provider, String action, Entity role, Map<String, ?> context) throws AwsError {
        if (!iam.identityProviders().allows(provider, action, role, new HashMap<>(context))) {
            throw denied(action);
        }
    }

    /** AWS says no more than this, and names neither the token's bearer nor the role. */
    private static AwsError denied(String action) {
        return AwsError.accessDenied("Not authorized to perform " + action);
    }
}
