package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.Setup;
import io.jenkins.plugins.codedeploy.engine.setup.Templates;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.util.List;
import java.util.Locale;

/** What both accounts need for a target account, for its view, which escapes. */
public final class SetupDocuments {
    private static final String UNKNOWN_REGION = "REGION";

    private final SetupValues values;
    private final List<Shown> policies;
    private final List<Shown> templates;
    private final boolean pathGuessed;

    private SetupDocuments(SetupValues values, boolean pathGuessed, Locale locale) {
        this.values = values;
        this.pathGuessed = pathGuessed;
        policies = Setup.documents(values).stream()
                .map(document -> new Shown(
                        Messages.SetupDocuments_step(
                                document.kind().step().number(),
                                document.title().in(locale)),
                        document.json()))
                .toList();
        Shown target = new Shown(Messages.SetupDocuments_target(), Templates.target(values));
        templates = values.isTokenDirect()
                ? List.of(target)
                : List.of(new Shown(Messages.SetupDocuments_source(), Templates.source(values)), target);
    }

    /**
     * @param source ARN of the user or role whose credential is stored, or of a session of it as AWS tells it; null: a
     *     placeholder stands for it
     * @param tokens null where a key is stored
     * @param withoutExternalId whether the trust policy asks for none, where the account has none
     * @throws io.jenkins.plugins.codedeploy.engine.InvalidInputException for what no policy should be made of
     */
    @NonNull
    static SetupDocuments of(
            @NonNull TargetAccount account,
            @CheckForNull String source,
            @CheckForNull TokenTrust tokens,
            @CheckForNull String application,
            @CheckForNull String deploymentGroup,
            boolean withoutExternalId,
            @NonNull Locale locale) {
        String role = account.getRoleArn();
        String region = account.getRegion();
        SetupValues values = SetupValues.of(
                        role == null ? "aws" : RoleArn.parse(role).partition(),
                        region == null ? UNKNOWN_REGION : region)
                .with(Field.SOURCE, source)
                .with(Field.ROLE, role)
                .with(Field.EXTERNAL_ID, account.getExternalId())
                .with(Field.INSTANCE_ROLE, account.getInstanceRole())
                .with(Field.APPLICATION, application)
                .with(Field.GROUP, deploymentGroup)
                .with(Field.BUCKET, account.getBucket())
                .with(Field.BUCKET_REGION, region)
                .with(Field.KEY_PREFIX, account.getKeyPrefix())
                .with(Field.KMS_KEY, account.getKmsKeyId())
                .withBucketInTarget(account.getBucketOwner() == BucketOwner.TARGET);
        values = tokens == null ? values : tokens.addTo(values, account);
        return new SetupDocuments(
                values.withoutExternalId(withoutExternalId), source != null && Arns.isSession(source), locale);
    }

    /** The policies, in the order of the guide's steps. */
    @NonNull
    public List<Shown> getPolicies() {
        return policies;
    }

    /** The same as CloudFormation templates, one an account. */
    @NonNull
    public List<Shown> getTemplates() {
        return templates;
    }

    /** Whether the documents are whole but for this. */
    public boolean isSourceKnown() {
        return values.has(Field.SOURCE) || values.isTokenDirect();
    }

    /** Whether AWS named a session, whose ARN leaves out the path that its role may have. */
    public boolean isPathGuessed() {
        return pathGuessed;
    }

    /** Whether the trust policy would be whole but for the external ID. */
    public boolean isExternalIdMissing() {
        return values.has(Field.ROLE) && !values.has(Field.EXTERNAL_ID) && !values.isTokenDirect();
    }

    /** Whether the trust policy of ID tokens is whole but for the subject. */
    public boolean isSubjectMissing() {
        return values.has(Field.ISSUER) && !values.has(Field.SUBJECT);
    }

    public boolean isInstanceRoleKnown() {
        return values.has(Field.INSTANCE_ROLE);
    }

    /** A document under its title. */
    public static final class Shown {
        private final String title;
        private final String json;

        Shown(String title, String json) {
            this.title = title;
            this.json = json;
        }

        @NonNull
        public String getTitle() {
            return title;
        }

        @NonNull
        public String getJson() {
            return json;
        }
    }
}
