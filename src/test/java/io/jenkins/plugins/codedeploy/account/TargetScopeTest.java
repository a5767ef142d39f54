package io.jenkins.plugins.codedeploy.account;

import static io.jenkins.plugins.codedeploy.account.Stores.given;
import static io.jenkins.plugins.codedeploy.account.Stores.keys;
import static io.jenkins.plugins.codedeploy.account.Stores.named;
import static io.jenkins.plugins.codedeploy.account.Stores.refusal;
import static io.jenkins.plugins.codedeploy.account.Stores.secret;
import static io.jenkins.plugins.codedeploy.account.Stores.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.ParametersAction;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class TargetScopeTest {
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
    void hidesATargetAccountFromJobsOutsideItsFolders() throws Exception {
        Stores.addGlobal(keys("aws", "s"));
        TargetAccounts.get().setTargets(List.of(target("production", "aws", "payments"), target("staging", "aws")));
        Folder lookalike = j.jenkins.createProject(Folder.class, "payments-legacy");
        FreeStyleBuild besides = j.buildAndAssertSuccess(lookalike.createProject(FreeStyleProject.class, "deploy"));

        assertEquals(
                "production",
                TargetResolver.resolve(named("production"), inPayments).name());
        String unknown = refusal(named("no-such"), inShop).replace("no-such", "production");
        assertEquals(unknown, refusal(named("production"), inShop));
        assertEquals(unknown, refusal(named("production"), besides));
        assertEquals(
                List.of("", "production", "staging"),
                FormAccess.targets(inPayments.getParent(), "").stream()
                        .map(o -> o.value)
                        .toList());
        assertEquals(
                List.of("", "staging"),
                FormAccess.targets(inShop.getParent(), "").stream()
                        .map(o -> o.value)
                        .toList());
    }

    @Test
    void prefersTheNearestFoldersTargetWithItsOwnCredential() throws Exception {
        Stores.addGlobal(keys("aws", "global"));
        Stores.add(payments, keys("own", "of-payments"));
        Folder inner = payments.createProject(Folder.class, "inner");
        FreeStyleBuild deep = j.buildAndAssertSuccess(inner.createProject(FreeStyleProject.class, "deploy"));
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        payments.addProperty(new FolderTargets(List.of(target("production", "own"), target("extra", "own"))));
        inner.addProperty(new FolderTargets(List.of(target("extra", "aws"))));

        assertEquals("of-payments", secret(named("production"), deep));
        assertEquals("global", secret(named("extra"), deep));
        assertEquals("of-payments", secret(named("extra"), inPayments));
        assertEquals("global", secret(named("production"), inShop));
        assertTrue(refusal(named("extra"), inShop).startsWith("There is no target account \"extra\""));
    }

    @Test
    void letsNobodyPutAnotherCredentialInATargetsPlace() throws Exception {
        Stores.addGlobal(keys("aws", "of-the-administrator"));
        Stores.add(payments, keys("aws", "of-payments"));
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        FreeStyleBuild parameterised = payments.createProject(FreeStyleProject.class, "parameterised")
                .scheduleBuild2(
                        0,
                        new Cause.UserIdCause(),
                        new ParametersAction(new CredentialsParameterValue("aws", "other", null)))
                .get();

        assertEquals("of-the-administrator", secret(named("production"), inPayments));
        assertEquals("of-the-administrator", secret(named("production"), parameterised));
        assertEquals("of-payments", secret(given("aws"), inPayments));
    }

    @Test
    void lendsASystemCredentialOnlyThroughATargetThatNamesFolders() throws Exception {
        Stores.addGlobal(keys(CredentialsScope.SYSTEM, "hidden", Stores.ACCESS_KEY, "s"));
        TargetAccounts.get().setTargets(List.of(target("narrow", "hidden", "payments"), target("wide", "hidden")));

        assertEquals("s", secret(named("narrow"), inPayments));
        String refused = "There is no AWS credential \"hidden\" here, or this job is not allowed to use it.";
        assertEquals(refused, refusal(named("wide"), inPayments));
        assertEquals(refused, refusal(given("hidden"), inPayments));
    }

    @Test
    void keepsALentIdentityInItsBucketAndBelowItsPrefix() throws Exception {
        Stores.addGlobal(keys(CredentialsScope.SYSTEM, "hidden", Stores.ACCESS_KEY, "s"));
        Stores.addGlobal(keys("aws", "s"));
        TargetAccount self = target("self", null, "payments");
        self.setControllerIdentity(true);
        TargetAccounts.get()
                .setTargets(List.of(target("narrow", "hidden", "payments"), self, target("open", "aws", "payments")));

        for (String lent : List.of("narrow", "self")) {
            TargetReference own =
                    TargetReference.builder().target(lent).bucket("of-the-job").build();
            assertTrue(refusal(own, inPayments).contains("the target account must set the bucket"), lent);
            assertEquals(
                    "CodeDeploy",
                    TargetResolver.resolve(named(lent), inPayments).keyRoot());
        }
        TargetReference own =
                TargetReference.builder().target("open").bucket("of-the-job").build();
        assertEquals("of-the-job", TargetResolver.resolve(own, inPayments).bucket());
        assertNull(TargetResolver.resolve(own, inPayments).keyRoot());

        self.setBucket("releases");
        self.setKeyPrefix("releases");
        TargetAccounts.get().setTargets(List.of(self));
        assertEquals(
                "releases", TargetResolver.resolve(named("self"), inPayments).keyRoot());
        assertEquals(
                "releases", TargetResolver.resolve(named("self"), inPayments).bucket());
        assertTrue(refusal(
                        TargetReference.builder()
                                .target("self")
                                .bucketAccount("333333333333")
                                .build(),
                        inPayments)
                .contains("bucketAccount is set by target account"));
    }

    @Test
    void usesTheControllersIdentityOnlyWhereAnAdministratorAllowsIt() throws Exception {
        TargetAccount self = target("self", null);
        self.setControllerIdentity(true);
        assertEquals(
                "Target account \"self\" uses the controller's own identity. Specify the folders that may use it.",
                rejection(self, true));
        assertTrue(rejection(self, false).contains("only an administrator can allow"));
        self.setFolders(List.of("/payments/"));
        TargetAccounts.get().setTargets(List.of(self));

        SourceIdentity source =
                TargetResolver.resolve(named("self"), inPayments).access().source();
        assertEquals("controller", source.key());
        assertTrue(refusal(named("self"), inShop).startsWith("There is no target account"));
        assertEquals(
                "credentialsId: A value is required.",
                refusal(TargetReference.builder().region("eu-central-1").build(), inPayments));

        // an empty credential is the other way to borrow it
        Stores.add(shop, keys(CredentialsScope.GLOBAL, "empty", "", ""));
        assertTrue(refusal(given("empty"), inShop).startsWith("Credential \"empty\" has no valid access key."));
        Stores.add(
                shop, new AWSCredentialsImpl(CredentialsScope.GLOBAL, "borrower", "", "", "", Stores.ROLE, null, null));
        assertTrue(refusal(given("borrower"), inShop).startsWith("Credential \"borrower\" has no valid access key."));

        // a file edited by hand does not help either
        TargetAccount forged = target("forged", "empty");
        shop.addProperty(new FolderTargets(List.of(forged)));
        forged.setCredentialsId(null);
        forged.setControllerIdentity(true);
        assertTrue(refusal(named("forged"), inShop).contains("only an administrator can allow"));
    }

    @Test
    void followsAFolderThatIsRenamedOrMoved() throws Exception {
        Stores.addGlobal(keys("aws", "s"));
        TargetAccounts.get()
                .setTargets(
                        List.of(target("production", "aws", "payments"), target("one-job", "aws", "payments/deploy")));
        payments.renameTo("billing");
        Folder another = j.jenkins.createProject(Folder.class, "payments");
        FreeStyleBuild inAnother = j.buildAndAssertSuccess(another.createProject(FreeStyleProject.class, "deploy"));

        assertEquals("s", secret(named("production"), inPayments));
        assertEquals("s", secret(named("one-job"), inPayments));
        assertTrue(refusal(named("production"), inAnother).startsWith("There is no target account"));
        assertTrue(refusal(named("one-job"), inAnother).startsWith("There is no target account"));
        assertEquals(
                List.of("billing"), TargetAccounts.get().getTargets().get(0).getFolders());

        Items.move(payments, shop);
        assertEquals(
                List.of("shop/billing"),
                TargetAccounts.get().getTargets().get(0).getFolders());
        assertEquals("s", secret(named("production"), inPayments));
        assertTrue(refusal(named("production"), inShop).startsWith("There is no target account"));
    }

    /** Else whoever creates the next folder of that name inherits. */
    @Test
    void aDeletedFoldersNameAllowsNothingUntilAnAdministratorSaysSo() throws Exception {
        Stores.addGlobal(keys("aws", "s"));
        TargetAccounts.get()
                .setTargets(
                        List.of(target("production", "aws", "payments"), target("one-job", "aws", "payments/deploy")));
        DeletedFoldersMonitor monitor =
                j.jenkins.getExtensionList(DeletedFoldersMonitor.class).get(0);
        assertFalse(monitor.isActivated());
        payments.delete();
        Folder next = j.jenkins.createProject(Folder.class, "payments");
        FreeStyleBuild inNext = j.buildAndAssertSuccess(next.createProject(FreeStyleProject.class, "deploy"));

        assertTrue(refusal(named("production"), inNext).startsWith("There is no target account"));
        assertTrue(refusal(named("one-job"), inNext).startsWith("There is no target account"));
        assertTrue(monitor.isActivated());
        assertEquals(List.of("payments", "payments/deploy"), new DeletedFolders().all(), "it is kept on disk");
        String page = j.createWebClient().goTo("manage").asNormalizedText();
        assertTrue(page.contains("payments/deploy") && page.contains("one-job"), page);

        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        assertEquals(405, allow("admin", HttpMethod.GET, monitor));
        assertEquals(403, allow("manager", HttpMethod.POST, monitor));
        assertTrue(monitor.isActivated());
        assertEquals(200, allow("admin", HttpMethod.POST, monitor));
        assertEquals("s", secret(named("production"), inNext));
        assertTrue(refusal(named("one-job"), inNext).startsWith("There is no target account"));

        // named anew, the new one is meant
        TargetAccounts.get().setTargets(List.of(target("one-job", "aws")));
        TargetAccounts.get().setTargets(List.of(target("one-job", "aws", "payments/deploy")));
        assertEquals("s", secret(named("one-job"), inNext));
        assertFalse(monitor.isActivated());
    }

    private int allow(String user, HttpMethod method, DeletedFoldersMonitor monitor) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient().login(user);
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(j.getURL(), monitor.getUrl() + "/allow?folder=payments"), method);
        return client.getPage(method == HttpMethod.POST ? client.addCrumb(request) : request)
                .getWebResponse()
                .getStatusCode();
    }

    @Test
    void saysAtTheFieldThatASystemCredentialNeedsFolders() throws Exception {
        Stores.addGlobal(keys(CredentialsScope.SYSTEM, "hidden", Stores.ACCESS_KEY, "s"));
        Stores.addGlobal(keys("aws", "s"));
        TargetAccount.DescriptorImpl form =
                (TargetAccount.DescriptorImpl) j.jenkins.getDescriptorOrDie(TargetAccount.class);

        FormValidation wide = form.doCheckCredentialsId(null, "hidden", " ");
        assertEquals(FormValidation.Kind.ERROR, wide.kind);
        assertTrue(wide.getMessage().contains("Specify the folders"), wide.getMessage());
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId(null, "hidden", "payments").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId(null, "aws", "").kind);
    }

    @Test
    void refusesTargetsThatCannotWork() {
        TargetAccount offRole = target("off", "aws");
        offRole.setRoleArn("arn:aws:iam::222222222222:user/bob");
        assertTrue(rejection(offRole, true).startsWith("Target account \"off\": roleArn: "));
        TargetAccount anywhere = target("off", "aws");
        anywhere.setS3Endpoint("http://169.254.169.254/");
        assertNull(rejection(anywhere, true));
        assertTrue(rejection(anywhere, false).startsWith("s3Endpoint: a target account in a folder can specify only"));
        anywhere.setS3Endpoint("https://bucket.vpce-0a1b2c.s3.eu-central-1.vpce.amazonaws.com");
        assertNull(rejection(anywhere, false));
        anywhere.setS3Endpoint("https://evil.example/amazonaws.com");
        assertTrue(rejection(anywhere, false).startsWith("s3Endpoint"));
        assertTrue(rejection(target("in-folder", "aws", "x"), false).contains("it cannot specify folders"));
        assertEquals("Target account \"x\": credentialsId: A value is required.", rejection(target("x", null), true));
        IllegalArgumentException twice = assertThrows(
                IllegalArgumentException.class,
                () -> TargetRules.checkAll(List.of(target("a", "aws"), target("a", "aws")), true));
        assertEquals("There are two target accounts \"a\". Use each name only once.", twice.getMessage());
    }

    private static String rejection(TargetAccount account, boolean global) {
        try {
            TargetRules.checkAll(List.of(account), global);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
