package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.TokenClaims;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Why an id token did not get a session. AWS says which of its own checks failed; the token's claims, which are no secret,
 * say against what it failed.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-oidc.html">Troubleshoot OIDC</a>
 */
final class WebIdentityDiagnosis {
    private static final String ACTION = "AssumeRoleWithWebIdentity";
    private static final Set<String> CODES = Set.of(
            "InvalidIdentityToken",
            "InvalidIdentityTokenException",
            "IDPCommunicationError",
            "IDPRejectedClaim",
            "IDPRejectedClaimException");

    private WebIdentityDiagnosis() {}

    /** Returns null where the refusal is not of a token. */
    @CheckForNull
    static Problem of(@NonNull TargetAccess access, @NonNull RuntimeException e) {
        WebIdentity identity = access.source().webIdentity();
        if (identity == null || !(e instanceof StsException) || !isOfToken(e)) {
            return null;
        }
        boolean direct = identity.sourceRole() == null;
        RoleArn role = Objects.requireNonNull(direct ? access.role() : identity.sourceRole(), "a token has a role");
        Text said = Text.of("aws.said.brief", AwsErrors.code(e), AwsErrors.message(e));
        Text summary = Text.of("aws.webIdentity.refused", access.source().label(), role);
        TokenClaims claims = claims(identity);
        if (claims == null) {
            return new Problem(summary, said, Text.of("aws.webIdentity.noClaims"));
        }
        List<Cause> causes = new Token(role, direct ? "roleArn" : "sourceRoleArn", claims)
                .causes(AwsErrors.code(e), AwsErrors.message(e));
        return new Problem(summary, said, null, Guidance.ofCauses(causes.toArray(Cause[]::new)));
    }

    private static boolean isOfToken(RuntimeException e) {
        String code = AwsErrors.code(e);
        String message = AwsErrors.message(e);
        return CODES.contains(code)
                || code.startsWith("ExpiredToken") && message.startsWith("Token expired")
                || AwsErrors.isAccessDenied(e)
                        && (message.contains(ACTION) || message.startsWith("Not authorized to perform sts:"));
    }

    /** Of a token like the one that was refused; null where there is none now, or one that is no JSON Web Token. */
    @CheckForNull
    private static TokenClaims claims(WebIdentity identity) {
        try {
            return TokenClaims.of(identity.token());
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * A token that was refused.
     *
     * @param role that it was to assume
     * @param field in which the role is given
     */
    private record Token(RoleArn role, String field, TokenClaims claims) {
        List<Cause> causes(String code, String message) {
            String words = message.toLowerCase(Locale.ROOT);
            if (AwsErrors.isExpired(code)) {
                return List.of(Guidance.cause(Text.of("diagnosis.webIdentity.expired", shown(claims.expires()))));
            }
            if (words.contains("provider found")) {
                return List.of(Guidance.cause(
                        Text.of("diagnosis.webIdentity.noProvider", role.accountId(), claims.issuer()),
                        commands(Remedies.createProvider(role, claims))));
            }
            if (words.contains("audience")) {
                return wrongAudience();
            }
            if (words.contains("verification key") || code.startsWith("IDPCommunication")) {
                return List.of(
                        Guidance.cause(
                                Text.of("diagnosis.webIdentity.unreachable", claims.issuer()),
                                commands(Remedies.readDiscovery(claims))),
                        Guidance.cause(Text.of("diagnosis.webIdentity.rotated")));
            }
            if (words.contains("thumbprint") || words.contains("certificate")) {
                return List.of(Guidance.cause(Text.of("diagnosis.webIdentity.certificate", claims.issuer())));
            }
            return code.startsWith("AccessDenied")
                    ? denied(message)
                    : List.of(Guidance.cause(
                            Text.of("diagnosis.webIdentity.clock", shown(claims.issuedAt()), shown(claims.expires()))));
        }

        private List<Cause> wrongAudience() {
            if (claims.audience().isEmpty()) {
                return List.of(Guidance.cause(Text.of("diagnosis.webIdentity.noAudience", WebIdentity.AUDIENCE)));
            }
            Cause other = Guidance.cause(
                    Text.of("diagnosis.webIdentity.clientId", audience()),
                    commands(Remedies.addClientId(role, claims)));
            return claims.audience().contains(WebIdentity.AUDIENCE)
                    ? List.of(other)
                    : List.of(
                            Guidance.cause(Text.of("diagnosis.webIdentity.audience", audience(), WebIdentity.AUDIENCE)),
                            other);
        }

        /** AWS tells a role that does not exist in the same words, so nothing is granted before its name is right. */
        private List<Cause> denied(String message) {
            for (String action : List.of("sts:TagSession", "sts:SetSourceIdentity")) {
                if (message.contains(action)) {
                    return List.of(Guidance.cause(Text.of("diagnosis.webIdentity.action", role, action)));
                }
            }
            return List.of(
                    Guidance.cause(
                            Text.of(
                                    "diagnosis.webIdentity.mismatch",
                                    role,
                                    claims.subject(),
                                    audience(),
                                    claims.issuer()),
                            Remedies.give(field)),
                    Guidance.cause(
                            Text.of("diagnosis.webIdentity.trust", claims.subject()),
                            Remedies.tokenTrust(role, claims)),
                    Guidance.cause(Text.of("diagnosis.webIdentity.deny", role)));
        }

        private String audience() {
            return String.join(", ", claims.audience());
        }

        private static Remedy[] commands(@CheckForNull Remedy command) {
            return command == null ? new Remedy[0] : new Remedy[] {command};
        }

        private static String shown(@CheckForNull Instant time) {
            return time == null ? "?" : time.toString();
        }
    }
}
