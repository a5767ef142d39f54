package io.jenkins.plugins.codedeploy.account;

import static io.jenkins.plugins.codedeploy.account.Stores.given;
import static io.jenkins.plugins.codedeploy.account.Stores.keys;
import static io.jenkins.plugins.codedeploy.account.Stores.named;
import static io.jenkins.plugins.codedeploy.account.Stores.refusal;
import static io.jenkins.plugins.codedeploy.account.Stores.secret;
import static io.jenkins.plugins.codedeploy.account.Stores.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.Fingerprint;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codedeploy.LiveFolder;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.access.AccessDeniedException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

@WithJenkins
class TargetResolverTest {
    private JenkinsRule j;
    private Folder payments;
    private Folder shop;
    private FreeStyleBuild inPayments;
    private FreeStyleBuild inShop;

    @BeforeEach
    void buildOneJobInEachOfTwoFolders(JenkinsRule rule) throws Exception {
        j = rule;
        payments = j.jenkins.createProject(Folder.class, "payments");
        shop = j.jenkins.createProject(Folder.class, "shop");
        inPayments = j.buildAndAssertSuccess(payments.createProject(FreeStyleProject.class, "deploy"));
        inShop = j.buildAndAssertSuccess(shop.createProject(FreeStyleProject.class, "deploy"));
    }

    @Test
    void tellsEqualCredentialIdsOfTwoFoldersApartAndFollowsEach() throws Exception {
        Stores.add(payments, keys("aws", "secret-of-payments"));
        Stores.add(shop, keys("aws", "secret-of-shop"));

        SourceIdentity one =
                TargetResolver.resolve(given("aws"), inPayments).access().source();
        SourceIdentity other =
                TargetResolver.resolve(given("aws"), inShop).access().source();
        assertNotEquals(one.key(), other.key());
        assertEquals(
                "secret-of-payments", one.credentials().resolveCredentials().secretAccessKey());
        assertEquals("secret-of-shop", other.credentials().resolveCredentials().secretAccessKey());
        assertEquals("credential \"aws\"", one.label());
        assertEquals(
                one.key(),
                TargetResolver.resolve(given("aws"), inPayments)
                        .access()
                        .source()
                        .key());
        assertFalse(one.key().contains("secret") || one.key().contains(Stores.ACCESS_KEY));

        // rotated: the next call uses the new secret, on whatever thread it is made
        Stores.store(payments)
                .updateCredentials(Domain.global(), keys("aws", "secret-of-payments"), keys("aws", "new"));
        AwsCredentials later = CompletableFuture.supplyAsync(one.credentials()::resolveCredentials, Engines.pool())
                .get();
        assertEquals("new", later.secretAccessKey());

        Stores.store(payments).removeCredentials(Domain.global(), keys("aws", "new"));
        SdkClientException gone = assertThrows(SdkClientException.class, one.credentials()::resolveCredentials);
        assertEquals(
                "Unable to load credentials: There is no AWS credential \"aws\" here, or this job is not allowed to use it.",
                gone.getMessage());
    }

    @Test
    void recordsTheUseOfACredential() throws Exception {
        AWSCredentialsImpl stored = keys("aws", "s");
        Stores.addGlobal(stored);
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        TargetResolver.resolve(given("aws"), inPayments);
        TargetResolver.resolve(named("production"), inShop);

        Fingerprint use = CredentialsProvider.getFingerprintOf(stored);
        assertTrue(use.getJobs().containsAll(List.of("payments/deploy", "shop/deploy")), use.getJobs()::toString);
    }

    @Test
    void givesTheEngineAllThatATargetAccountSays() throws Exception {
        Stores.addGlobal(keys("aws", "s"));
        TargetAccount production = target("production", "aws");
        production.setExternalId("ext-1");
        production.setSessionDuration(7200);
        production.setBucket("releases");
        production.setBucketOwner(BucketOwner.TARGET);
        production.setBucketAccount("333333333333");
        production.setKmsKeyId("alias/releases");
        production.setKeyPrefix("CodeDeploy/shared");
        production.setInstanceRole("arn:aws:iam::222222222222:role/WebServers");
        production.setCodedeployEndpoint("http://127.0.0.1:1/cd");
        production.setStsRegion("eu-west-1");
        production.setConsoleRole("Reader");
        TargetAccounts.get().setTargets(List.of(production));

        ResolvedTarget resolved = TargetResolver.resolve(named("production"), inPayments);
        assertEquals("production", resolved.name());
        assertEquals(Stores.ROLE, resolved.access().role().toString());
        assertEquals("ext-1", resolved.access().externalId());
        assertEquals(
                "arn:aws:iam::222222222222:role/WebServers", resolved.access().instanceRole());
        assertEquals(Duration.ofHours(2), resolved.access().sessionDuration());
        assertEquals("eu-central-1", resolved.access().region());
        assertEquals(
                "http://127.0.0.1:1/cd",
                String.valueOf(resolved.access().endpoints().codedeploy()));
        assertEquals("eu-west-1", resolved.access().endpoints().stsRegion());
        assertEquals("payments/deploy", resolved.access().sessionTags().get("jenkins-job"));
        assertEquals("1", resolved.access().sessionTags().get("jenkins-build"));
        assertEquals("jenkins-payments,deploy", resolved.access().sourceIdentity());
        assertEquals("releases", resolved.bucket());
        assertEquals(BucketOwner.TARGET, resolved.bucketOwner());
        assertEquals("333333333333", resolved.bucketAccount());
        assertEquals("alias/releases", resolved.kmsKeyId());
        assertEquals("CodeDeploy/shared", resolved.keyPrefix());
        assertEquals("CodeDeploy/shared", resolved.keyRoot());
        assertEquals("222222222222", resolved.signIn().accountId());
    }

    @Test
    void lendsNothingBesideATargetAccountButWhatItLeavesOpen() throws Exception {
        Stores.addGlobal(keys("aws", "s"));
        TargetAccount production = target("production", "aws");
        TargetAccounts.get().setTargets(List.of(production));

        for (TargetReference.Builder beside : List.of(
                TargetReference.builder().credentialsId("aws"),
                TargetReference.builder().roleArn(Stores.ROLE),
                TargetReference.builder().externalId("other"),
                TargetReference.builder().region("us-east-1"))) {
            String said = refusal(beside.target("production").build(), inPayments);
            assertTrue(
                    said.endsWith(
                            "is set by target account \"production\" and cannot be specified in the job. Remove it."),
                    said);
        }
        ResolvedTarget resolved = TargetResolver.resolve(
                TargetReference.builder()
                        .target("production")
                        .region("eu-central-1")
                        .bucket("of-the-job")
                        .sessionDuration(900)
                        .build(),
                inPayments);
        assertEquals("of-the-job", resolved.bucket());
        assertEquals(BucketOwner.SOURCE, resolved.bucketOwner());
        assertEquals(Duration.ofMinutes(15), resolved.access().sessionDuration());
        assertNull(resolved.signIn());

        production.setBucket("releases");
        TargetAccounts.get().setTargets(List.of(production));
        assertEquals(
                "bucket is set by target account \"production\" and cannot be specified in the job. Remove it.",
                refusal(
                        TargetReference.builder()
                                .target("production")
                                .bucket("of-the-job")
                                .build(),
                        inPayments));
    }

    @Test
    void honoursTheRightsOfTheUserThatAJobRunsAs() throws Exception {
        Stores.addGlobal(keys("aws", "s"));
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .toEveryone()
                .grant(CredentialsProvider.USE_ITEM, Item.CONFIGURE)
                .onItems(shop)
                .to("bob"));
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                "payments/deploy",
                                User.getOrCreateByIdOrFullName("bob").impersonate2())
                        .authenticate(
                                "shop/deploy",
                                User.getOrCreateByIdOrFullName("bob").impersonate2()));

        String refused = "There is no AWS credential \"aws\" here, or this job is not allowed to use it.";
        assertEquals(refused, refusal(given("aws"), inPayments));
        assertEquals(refused, refusal(named("production"), inPayments));
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(CredentialsProvider.USE_ITEM, Item.CONFIGURE)
                .onFolders(shop)
                .to("bob"));
        assertEquals("s", secret(named("production"), inShop));
        assertEquals("s", secret(given("aws"), inShop));

        try (ACLContext ignored = ACL.as2(User.getOrCreateByIdOrFullName("bob").impersonate2())) {
            assertThrows(
                    AccessDeniedException.class,
                    () -> TargetResolver.resolveForForm(named("production"), inPayments.getParent()));
            assertThrows(AccessDeniedException.class, () -> TargetResolver.resolveForForm(named("production"), null));
            assertEquals(
                    "production",
                    TargetResolver.resolveForForm(named("production"), inShop.getParent())
                            .name());
        }
    }

    @Test
    void resolvesACredentialThatThePersonWhoStartsTheBuildChooses() throws Exception {
        Stores.addGlobal(keys("aws-a", "a"));
        Stores.addGlobal(keys("aws-b", "b"));
        FreeStyleProject job = payments.createProject(FreeStyleProject.class, "chosen");
        job.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("WHO", "", "aws-a", AWSCredentialsImpl.class.getName(), true)));
        FreeStyleBuild usual = j.buildAndAssertSuccess(job);
        assertEquals("a", secret(given("${WHO}"), usual));
    }

    @Test
    void keepsNoSecretInAnyFileButTheCredentialStore() throws Exception {
        Stores.addGlobal(keys("aws", "wJalrXUtnFEMIxSECRET"));
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        payments.addProperty(new FolderTargets(List.of(target("own", "aws"))));
        ResolvedTarget resolved = TargetResolver.resolve(named("production"), inPayments);
        resolved.access().source().credentials().resolveCredentials();
        inPayments.save();

        assertFalse(resolved.toString().contains("wJalrXUtnFEMIxSECRET"));
        assertEquals(List.of(), LiveFolder.filesWith(j.jenkins.getRootDir().toPath(), "wJalrXUtnFEMIxSECRET"));
        assertTrue(j.jenkins.pluginManager.getFailedPlugins().isEmpty());
    }
}
