package io.jenkins.plugins.codedeploy.demo;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.Setup;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.oidc_provider.IdTokenStringCredentials;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;

/** A target account for which no key is stored: the tokens of one job assume a role there. */
final class Keyless {
    static final String TARGET = "production-without-key";
    static final String JOB = "sample-without-key";

    private static final String CREDENTIALS = "aws-token";
    private static final String ROLE = "arn:aws:iam::" + Accounts.TARGET + ":role/DeployByToken";
    /** What hpi:run serves. */
    private static final String URL = "http://localhost:8080/jenkins/";

    private Keyless() {}

    /** @param like whose Region and endpoints are the same */
    @NonNull
    static TargetAccount define(@NonNull Jenkins jenkins, @NonNull SimulatedAws aws, @NonNull TargetAccount like)
            throws IOException {
        if (jenkins.getRootUrl() == null) {
            JenkinsLocationConfiguration.get().setUrl(URL);
        }
        storeCredential();
        try {
            install(aws, jenkins.getRootUrl());
        } catch (AwsError e) {
            throw new IOException(e);
        }
        TargetAccount target = new TargetAccount(TARGET);
        target.setCredentialsId(CREDENTIALS);
        target.setRoleArn(ROLE);
        target.setBucket(aws.seed().targetBucket());
        target.setRegion(like.getRegion());
        target.setInstanceRole(like.getInstanceRole());
        target.setCodedeployEndpoint(like.getCodedeployEndpoint());
        target.setS3Endpoint(like.getS3Endpoint());
        target.setStsEndpoint(like.getStsEndpoint());
        return target;
    }

    private static void storeCredential() throws IOException {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        List<Credentials> all = store.getCredentials();
        all.removeIf(c ->
                c instanceof IdTokenStringCredentials token && token.getId().equals(CREDENTIALS));
        IdTokenStringCredentials token =
                new IdTokenStringCredentials(CredentialsScope.GLOBAL, CREDENTIALS, "tokens of builds for AWS");
        token.setAudience(WebIdentity.AUDIENCE);
        all.add(token);
        store.save();
    }

    /** The very documents of the set-up. */
    private static void install(SimulatedAws aws, String root) throws AwsError {
        SetupValues values = SetupValues.of("aws", aws.region())
                .with(Field.ISSUER, root + "oidc")
                .with(Field.SUBJECT, root + "job/" + JOB + "/")
                .with(Field.ROLE, ROLE)
                .with(Field.APPLICATION, "sample")
                .with(Field.GROUP, "staging")
                .with(Field.BUCKET, aws.seed().targetBucket())
                .with(Field.INSTANCE_ROLE, aws.seed().instanceRoleArn())
                .withBucketInTarget(true);
        Iam iam = aws.iam();
        for (SetupDocument document : Setup.documents(values)) {
            switch (document.kind()) {
                case IDENTITY_PROVIDER ->
                    iam.identityProviders().create(document.account(), root + "oidc", List.of(WebIdentity.AUDIENCE));
                case TRUST_POLICY -> iam.createRole(document.account(), "DeployByToken", document.json());
                case ROLE_POLICY -> iam.putPolicy(ROLE, "Setup", document.json());
                default -> {
                    // bucket and instances are set up already
                }
            }
        }
    }
}
