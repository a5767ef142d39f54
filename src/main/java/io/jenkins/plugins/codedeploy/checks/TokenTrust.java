package io.jenkins.plugins.codedeploy.checks;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.credentials.IdTokens;
import io.jenkins.plugins.codedeploy.credentials.ItemLookup;
import io.jenkins.plugins.codedeploy.engine.aws.TokenClaims;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;

/**
 * What IAM must know of a target account's ID tokens. A credential says its issuer and audience; the subject is each job's
 * own.
 *
 * @param subject null: a placeholder stands for it
 */
record TokenTrust(
        @NonNull String issuer,
        @NonNull String audience,
        @CheckForNull String subject) {
    private static final String UNKNOWN_ISSUER = "https://ISSUER";

    /**
     * @param folder where the target account stands; null for the whole of Jenkins
     * @param issuer that a person has typed; null: the credential's own
     * @return null where the credential stores a key
     */
    @CheckForNull
    static TokenTrust of(
            @NonNull TargetAccount account,
            @CheckForNull Item folder,
            @CheckForNull String issuer,
            @CheckForNull String subject) {
        Class<? extends StandardCredentials> type = IdTokens.type();
        String id = account.getCredentialsId();
        StandardCredentials found = type == null || id == null
                ? null
                : new ItemLookup(folder).findForTarget(type, id, (ItemGroup<?>) folder);
        if (found == null) {
            return null;
        }
        String audience = IdTokens.audience(found);
        return new TokenTrust(
                issuer == null ? issuer(found) : issuer, audience == null ? WebIdentity.AUDIENCE : audience, subject);
    }

    private static String issuer(StandardCredentials found) {
        try {
            TokenClaims claims = TokenClaims.of(IdTokens.token(found));
            return claims == null ? UNKNOWN_ISSUER : claims.issuer();
        } catch (RuntimeException e) {
            // such as a claim that needs the URL of Jenkins, which is not set
            return UNKNOWN_ISSUER;
        }
    }

    /** @param account whose role of the source account is the source identity */
    @NonNull
    SetupValues addTo(@NonNull SetupValues values, @NonNull TargetAccount account) {
        return values.with(Field.ISSUER, issuer)
                .with(Field.AUDIENCE, audience)
                .with(Field.SUBJECT, subject)
                .with(Field.SOURCE, account.getSourceRoleArn())
                .withBucketInTarget(values.isBucketInTarget() || account.getSourceRoleArn() == null);
    }
}
