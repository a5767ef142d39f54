package io.jenkins.plugins.codedeploy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.oidc_provider.IdTokenStringCredentials;
import java.util.List;
import org.jvnet.hudson.test.JenkinsRule;

/** Two simulated accounts that trust the tokens of one job of a Jenkins, which stores no AWS credential. */
public final class KeylessWorld {
    public static final String CREDENTIALS = "aws-token";
    /** The token assumes a role of the source account, which assumes the target's. */
    public static final String CHAINED = "production";
    /** The token assumes the target's role. */
    public static final String DIRECT = "production-direct";

    private final SimulatedAws aws;
    private final String issuer;
    private final String subject;
    private final String sourceRole;

    private KeylessWorld(DeployWorld world, JenkinsRule j, String job) throws Exception {
        aws = world.aws;
        String root = j.getURL().toString();
        issuer = root + "oidc";
        subject = root + "job/" + job + "/";
        for (String account : List.of(Accounts.SOURCE, Accounts.TARGET)) {
            aws.iam().identityProviders().create(account, issuer, List.of(WebIdentity.AUDIENCE));
        }
        sourceRole = aws.iam()
                .createRole(Accounts.SOURCE, "Jenkins", trust(tokens(Accounts.SOURCE)))
                .arn();
        aws.iam().putPolicy(sourceRole, "Deploy", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Resource": "%s"},
                  {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]}]}
                """.formatted(
                        aws.seed().roleArn(), aws.seed().bucket(), aws.seed().bucket()));
        aws.iam()
                .trust(
                        aws.seed().roleArn(),
                        trust(tokens(Accounts.TARGET)
                                + """
                , {"Effect": "Allow", "Principal": {"AWS": "%s"},
                  "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                  "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}
                """.formatted(sourceRole, aws.seed().externalId())));
        aws.iam().deleteAccessKey(aws.seed().jenkins().accessKeyId());
    }

    /** @param job whose tokens are trusted */
    public static KeylessWorld configure(DeployWorld world, JenkinsRule j, String job) throws Exception {
        KeylessWorld keyless = new KeylessWorld(world, j, job);
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials().add(credential(CREDENTIALS, WebIdentity.AUDIENCE));
        store.save();
        TargetAccount chained = keyless.target(CHAINED);
        chained.setSourceRoleArn(keyless.sourceRole);
        chained.setExternalId(world.aws.seed().externalId());
        chained.setBucket(world.aws.seed().bucket());
        TargetAccount direct = keyless.target(DIRECT);
        direct.setBucket(world.aws.seed().targetBucket());
        direct.setBucketOwner(BucketOwner.TARGET);
        TargetAccounts.get().setTargets(List.of(chained, direct));
        return keyless;
    }

    public static IdTokenStringCredentials credential(String id, String audience) {
        IdTokenStringCredentials credential =
                new IdTokenStringCredentials(CredentialsScope.GLOBAL, id, "no key is stored");
        credential.setAudience(audience);
        return credential;
    }

    public String issuer() {
        return issuer;
    }

    private TargetAccount target(String name) {
        TargetAccount target = new TargetAccount(name);
        target.setCredentialsId(CREDENTIALS);
        target.setRoleArn(aws.seed().roleArn());
        target.setRegion(aws.region());
        target.setInstanceRole(aws.seed().instanceRoleArn());
        target.setCodedeployEndpoint(aws.endpoint().toString());
        target.setS3Endpoint(aws.endpoint().toString());
        target.setStsEndpoint(aws.endpoint().toString());
        return target;
    }

    private static String trust(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}";
    }

    private String tokens(String account) {
        String name = issuer.substring(issuer.indexOf("://") + 3);
        return """
                {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                 "Action": "sts:AssumeRoleWithWebIdentity",
                 "Condition": {"StringEquals": {"%s:aud": "%s", "%s:sub": "%s"}}}
                """.formatted(account, name, name, WebIdentity.AUDIENCE, name, subject);
    }
}
