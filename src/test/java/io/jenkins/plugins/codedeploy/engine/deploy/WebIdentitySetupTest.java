package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.preflight.Check;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import io.jenkins.plugins.codedeploy.engine.preflight.Preflight;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightListener;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.setup.Setup;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.sts.TokenIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documents that the setup writes for ID tokens, put into both accounts as they are, are enough and no more. */
class WebIdentitySetupTest {
    private static final String SOURCE = "arn:aws:iam::111111111111:role/ci/JenkinsByToken";
    private static final String ROLE = "arn:aws:iam::222222222222:role/ci/DeployByToken";
    private static final String FOLDER = "https://jenkins.example.com/job/shop/job/*";

    private TwoAccounts accounts;
    private TokenIssuer issuer;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
        issuer = new TokenIssuer(TokenIssuer.Algorithm.RS256);
    }

    @AfterEach
    void stop() throws Exception {
        issuer.close();
        accounts.close();
    }

    @Test
    void throughARoleOfTheSourceAccount() throws Exception {
        String bucket = accounts.aws.seed().bucket();
        install(values(bucket).with(Field.SOURCE, SOURCE).with(Field.EXTERNAL_ID, "acme-7f3a"));
        BucketTarget target = new BucketTarget(bucket, accounts.aws.region(), BucketOwner.SOURCE, null, null);
        assertWorks(
                job -> access(new WebIdentity(() -> token(job), RoleArn.parse(SOURCE), "jenkins-x"), "acme-7f3a"),
                target);
    }

    @Test
    void directly() throws Exception {
        String bucket = accounts.aws.seed().targetBucket();
        install(values(bucket).withBucketInTarget(true));
        BucketTarget target = new BucketTarget(bucket, accounts.aws.region(), BucketOwner.TARGET, null, null);
        assertWorks(job -> access(new WebIdentity(() -> token(job), null, "jenkins-x"), null), target);
    }

    private interface Accesses {
        TargetAccess of(String job);
    }

    private void assertWorks(Accesses accesses, BucketTarget bucket) throws Exception {
        TargetAccess release = accesses.of("https://jenkins.example.com/job/shop/job/release/");
        PreflightRequest request = new PreflightRequest(release, bucket, "CodeDeploy", "shop", "production", null);
        List<CheckResult> failed = new ArrayList<>(
                new Preflight(accounts.clients(), "check").run(request, PartProbe.local(), PreflightListener.SILENT));
        // the group's instances are virtual
        failed.removeIf(result -> result.status() != CheckResult.Status.FAILED || result.check() == Check.TARGETS);
        assertEquals(List.of(), failed);
        assertEquals(Outcome.Kind.SUCCEEDED, deploy(release).kind());
        TargetAccess other = accesses.of("https://jenkins.example.com/job/other/");
        assertEquals(Outcome.Kind.NOT_CREATED, deploy(other).kind());
    }

    private Outcome deploy(TargetAccess access) throws Exception {
        return accounts.start(
                        access,
                        TwoAccounts.request("production"),
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        UUID.randomUUID().toString())
                .outcome();
    }

    private String token(String job) {
        return issuer.token(job, WebIdentity.AUDIENCE);
    }

    private TargetAccess access(WebIdentity identity, String externalId) {
        String key = UUID.randomUUID().toString();
        return TargetAccess.of(
                        SourceIdentity.ofToken(identity, key, "tokens", "ID token"),
                        RoleArn.parse(ROLE),
                        externalId,
                        accounts.aws.region())
                .with(AwsEndpoints.all(accounts.aws.endpoint()));
    }

    private SetupValues values(String bucket) {
        return SetupValues.of("aws", accounts.aws.region())
                .with(Field.ISSUER, issuer.url())
                .with(Field.SUBJECT, FOLDER)
                .with(Field.ROLE, ROLE)
                .with(Field.APPLICATION, "shop")
                .with(Field.GROUP, "production")
                .with(Field.BUCKET, bucket)
                .with(Field.BUCKET_REGION, accounts.aws.region())
                .with(Field.INSTANCE_ROLE, accounts.aws.seed().instanceRoleArn());
    }

    private void install(SetupValues values) throws Exception {
        Iam iam = accounts.aws.iam();
        for (SetupDocument document : Setup.documents(values)) {
            String resource = document.resource();
            String name = resource.substring(resource.indexOf(":role/") + ":role/".length());
            switch (document.kind()) {
                case IDENTITY_PROVIDER -> {
                    JsonNode provider = document.document();
                    iam.identityProviders()
                            .create(
                                    document.account(),
                                    provider.path("Url").asText(),
                                    List.of(provider.at("/ClientIDList/0").asText()));
                }
                case SOURCE_TRUST_POLICY, TRUST_POLICY -> iam.createRole(document.account(), name, document.json());
                case SOURCE_POLICY, ROLE_POLICY, INSTANCE_ROLE_POLICY ->
                    iam.putPolicy(resource, "Setup", document.json());
                case BUCKET_POLICY -> accounts.aws.s3().putPolicy(values.show(Field.BUCKET), document.json());
                default -> {
                    // rules of the bucket's life cycle let nobody in
                }
            }
        }
    }
}
