package io.jenkins.plugins.codedeploy.account;

import static io.jenkins.plugins.codedeploy.account.Stores.keys;
import static io.jenkins.plugins.codedeploy.account.Stores.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.AbortException;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class TargetFormsTest {
    private static final String DESCRIPTOR = "descriptorByName/io.jenkins.plugins.codedeploy.account.TargetAccount/";

    private final Map<String, JenkinsRule.WebClient> clients = new HashMap<>();

    private JenkinsRule j;

    @BeforeEach
    void storeOneCredential(JenkinsRule rule) throws Exception {
        j = rule;
        Stores.addGlobal(keys("aws", "s"));
    }

    @Test
    void keepsEveryFieldThroughTheGlobalForm() throws Exception {
        TargetAccount production = full("production");
        production.setFolders(List.of("payments", "shop/prod"));
        TargetAccount self = target("self", null, "payments");
        self.setControllerIdentity(true);
        TargetAccount least = new TargetAccount("least");
        least.setCredentialsId("aws");
        List<TargetAccount> before = List.of(production, self, least);
        TargetAccounts.get().setTargets(before);

        j.configRoundtrip();
        assertSame(before, TargetAccounts.get().getTargets());
    }

    @Test
    void takesFoldersOneALine() throws Exception {
        TargetAccounts.get().setTargets(List.of(target("production", "aws", "payments")));
        JenkinsRule.WebClient client = j.createWebClient();
        HtmlForm form = client.goTo("manage/configure").getFormByName("config");
        HtmlTextArea folders = form.getTextAreaByName("_.folders");
        assertEquals("payments", folders.getText());
        folders.setText("payments\n\n shop/prod/ \n");
        j.submit(form);
        assertEquals(
                List.of("payments", "shop/prod"),
                TargetAccounts.get().getTargets().get(0).getFolders());
    }

    /** An error page would lose what was typed, here all of Jenkins' other settings too. */
    @Test
    void keepsWhatCannotWorkAsItWasTypedAndRefusesToUseIt() throws Exception {
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        HtmlForm form = j.createWebClient().goTo("manage/configure").getFormByName("config");
        form.getInputByName("_.roleArn").setValue("arn:aws:iam::222222222222:user/bob");
        j.submit(form);
        assertEquals(
                "arn:aws:iam::222222222222:user/bob",
                TargetAccounts.get().getTargets().get(0).getRoleArn());
        assertRefused(null, "production", "roleArn");

        Folder folder = j.jenkins.createProject(Folder.class, "payments");
        TargetAccount own = full("own");
        own.setCodedeployEndpoint(null);
        own.setS3Endpoint(null);
        own.setStsEndpoint(null);
        folder.addProperty(new FolderTargets(List.of(own, target("other", "aws"))));
        form = j.createWebClient().getPage(folder, "configure").getFormByName("config");
        form.getInputsByName("_.s3Endpoint").get(0).setValue("http://127.0.0.1:1/s3");
        form.getInputsByName("_.name").stream()
                .filter(name -> name.getValue().equals("other"))
                .findFirst()
                .orElseThrow()
                .setValue("own");
        j.submit(form);
        List<TargetAccount> kept =
                folder.getProperties().get(FolderTargets.class).getTargets();
        assertEquals(
                List.of("own", "own"), kept.stream().map(TargetAccount::getName).toList());
        assertEquals("http://127.0.0.1:1/s3", kept.get(0).getS3Endpoint());
        assertEquals("ext-1", kept.get(0).getExternalId());
        assertRefused(folder, "own", "own");

        assertThrows(IllegalArgumentException.class, () -> new FolderTargets(kept));
    }

    private static void assertRefused(Item item, String target, String named) {
        AbortException refusal = assertThrows(
                AbortException.class,
                () -> TargetResolver.resolveForForm(
                        TargetReference.builder()
                                .target(target)
                                .region("eu-central-1")
                                .build(),
                        item));
        assertTrue(refusal.getMessage().contains(named), refusal::getMessage);
    }

    /** Folders may reach this machine only where an administrator has switched that on, for a demo. */
    @Test
    void allowsFoldersEndpointsOnThisMachineForDemosAlone() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "demo");
        TargetForm form = j.jenkins.getDescriptorByType(TargetAccount.DescriptorImpl.class);
        System.setProperty(TargetRules.LOOPBACK_ENDPOINTS, "true");
        try {
            assertEquals(FormValidation.Kind.OK, form.doCheckS3Endpoint(folder, "http://127.0.0.1:1/").kind);
            assertEquals(FormValidation.Kind.ERROR, form.doCheckS3Endpoint(folder, "http://169.254.169.254/").kind);
            assertEquals(FormValidation.Kind.ERROR, form.doCheckS3Endpoint(folder, "https://s3.example.com").kind);
        } finally {
            System.clearProperty(TargetRules.LOOPBACK_ENDPOINTS);
        }
        assertEquals(FormValidation.Kind.ERROR, form.doCheckS3Endpoint(folder, "http://127.0.0.1:1/").kind);
    }

    @Test
    void removesTheLastTargetThroughTheForm() throws Exception {
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        HtmlPage page = j.createWebClient().goTo("manage/configure");
        HtmlForm form = page.getFormByName("config");
        form.querySelectorAll("[descriptorid='" + TargetAccount.class.getName() + "'], .repeated-chunk").stream()
                .filter(chunk -> chunk.asXml().contains("_.consoleRole"))
                .findFirst()
                .orElseThrow()
                .remove();
        j.submit(form);
        assertEquals(List.of(), TargetAccounts.get().getTargets());
    }

    @Test
    void keepsEveryFieldThroughAFoldersForm() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "payments");
        TargetAccount own = full("own");
        own.setCodedeployEndpoint("https://codedeploy-fips.us-east-1.amazonaws.com");
        own.setS3Endpoint(null);
        own.setStsEndpoint(null);
        folder.addProperty(new FolderTargets(List.of(own)));

        HtmlForm form = j.createWebClient().getPage(folder, "configure").getFormByName("config");
        assertEquals(0, form.getTextAreasByName("_.folders").size());
        assertEquals(0, form.getInputsByName("_.controllerIdentity").size());
        j.configRoundtrip(folder);
        assertSame(List.of(own), folder.getProperties().get(FolderTargets.class).getTargets());

        Folder plain = j.configRoundtrip(j.jenkins.createProject(Folder.class, "plain"));
        assertNull(plain.getProperties().get(FolderTargets.class));
    }

    @Test
    void hasHelpForEveryFieldOfItsForms() throws Exception {
        JenkinsRule.WebClient client = j.createWebClient();
        for (Method setter : TargetAccount.class.getMethods()) {
            if (setter.getName().startsWith("set")) {
                String field = setter.getName().substring(3, 4).toLowerCase(Locale.ROOT)
                        + setter.getName().substring(4);
                String help = client.goTo(DESCRIPTOR + "help/" + field, "text/html")
                        .getWebResponse()
                        .getContentAsString();
                assertTrue(help.contains("Example"), field);
            }
        }
    }

    @Test
    void answersFormsByPostAloneAndTellsNothingToWhoMayNot() throws Exception {
        j.createFreeStyleProject("job");
        TargetAccounts.get().setTargets(List.of(target("production", "aws")));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("auditor")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("developer"));
        List<Method> methods = Stream.of(TargetForm.class.getMethods())
                .filter(m -> m.getDeclaringClass() == TargetForm.class)
                .filter(m -> m.getName().startsWith("doFill") || m.getName().startsWith("doCheck"))
                .toList();
        assertTrue(methods.size() > 15);
        for (Method method : methods) {
            String path = DESCRIPTOR
                    + method.getName().substring(2, 3).toLowerCase(Locale.ROOT)
                    + method.getName().substring(3);
            assertEquals(404, call("admin", HttpMethod.GET, path, "x").getStatusCode(), path);
            for (String where : List.of("", "job/job/")) {
                WebResponse answer = call("reader", HttpMethod.POST, where + path, "no good!");
                assertEquals(200, answer.getStatusCode(), path);
                String body = answer.getContentAsString();
                assertFalse(body.contains("error") || body.contains("warning") || body.contains("aws ("), path + body);
            }
        }

        assertTrue(fill("admin", "").contains("aws"));
        assertTrue(fill("auditor", "job/job/").contains("aws"));
        assertTrue(fill("developer", "job/job/").contains("aws"));
        assertFalse(fill("reader", "job/job/").contains("aws"));
        assertFalse(fill("auditor", "").contains("aws"));
        assertFalse(fill("developer", "").contains("aws"));

        assertTrue(check("admin", "", "aws").isEmpty());
        assertTrue(check("admin", "", "gone").contains("There is no AWS credential"));
        assertTrue(check("developer", "job/job/", "gone").contains("There is no AWS credential"));
        assertTrue(check("auditor", "job/job/", "gone").isEmpty());
    }

    @Test
    void checksFieldsWithTheEnginesOwnWords() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "folder");
        TargetAccount.DescriptorImpl form =
                (TargetAccount.DescriptorImpl) j.jenkins.getDescriptorOrDie(TargetAccount.class);
        assertEquals(FormValidation.Kind.OK, form.doCheckRegion(null, "").kind);
        assertTrue(form.doCheckRegion(null, "Frankfurt").getMessage().contains("not a valid AWS Region"));
        FormValidation misspelt = form.doCheckRegion(null, "eu-centrall-1");
        assertEquals(FormValidation.Kind.WARNING, misspelt.kind);
        assertTrue(misspelt.getMessage().contains("eu-central-1"));
        assertEquals(FormValidation.Kind.WARNING, form.doCheckStsRegion(null, "xx-nowhere-9").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckRegion(null, "eu-central-1").kind);
        assertEquals(
                FormValidation.Kind.ERROR, form.doCheckConsoleRole(null, "arn:aws:iam::222222222222:role/Reader").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckConsoleRole(null, "people/Reader").kind);
        assertTrue(form.doCheckRoleArn(null, "x").getMessage().contains("is not a role ARN"));
        assertTrue(form.doCheckRoleArn(null, "").getMessage().contains("to the account of the credentials"));
        assertTrue(form.doCheckBucket(null, "s3://b/k").getMessage().contains("more than a bucket name"));
        assertTrue(form.doCheckBucketAccount(null, "12").getMessage().contains("12 digits"));
        assertEquals(FormValidation.Kind.OK, form.doCheckBucketAccount(null, "").kind);
        assertTrue(form.doCheckExternalId(null, "<b>").getMessage().contains("&lt;b&gt;"));
        assertTrue(form.doCheckKmsKeyId(null, "alias/aws/s3")
                .getMessage()
                .contains("cannot be used from another account"));
        assertTrue(form.doCheckSessionDuration(null, "60").getMessage().contains("out of range"));
        assertEquals(FormValidation.Kind.ERROR, form.doCheckSessionDuration(null, "an hour").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckSessionDuration(null, "99999999999").kind);
        assertEquals(
                FormValidation.Kind.ERROR,
                form.doCheckInstanceRole(null, "arn:aws:iam::222222222222:instance-profile/Web").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckInstanceRole(null, "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckName(null, " ").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckS3Endpoint(null, "vpce-1").kind);
        assertEquals(
                FormValidation.Kind.OK, form.doCheckStsEndpoint(null, "https://sts-fips.us-east-1.amazonaws.com").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId(null, "", "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckCredentialsId(folder, "", "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckFolders(null, "", true).kind);
        assertEquals(FormValidation.Kind.WARNING, form.doCheckFolders(null, "no-such", true).kind);
        assertTrue(form.doFillRegionItems().contains("eu-central-1"));
        assertFalse(form.doFillRegionItems().contains("aws-global"));
        assertEquals(List.of("", "SOURCE", "TARGET"), values(form.doFillBucketOwnerItems()));
        assertEquals(List.of("", "gone"), values(FormAccess.targets(null, "gone")));
    }

    private String fill(String user, String where) throws Exception {
        return call(user, HttpMethod.POST, where + DESCRIPTOR + "fillCredentialsIdItems", "")
                .getContentAsString();
    }

    private String check(String user, String where, String value) throws Exception {
        String body = call(user, HttpMethod.POST, where + DESCRIPTOR + "checkCredentialsId", value)
                .getContentAsString();
        return body.equals("<div/>") ? "" : body;
    }

    private WebResponse call(String user, HttpMethod method, String path, String value) throws Exception {
        JenkinsRule.WebClient client = clients.get(user);
        if (client == null) {
            client = j.createWebClient()
                    .withThrowExceptionOnFailingStatusCode(false)
                    .login(user);
            client.getOptions().setPrintContentOnFailingStatusCode(false);
            clients.put(user, client);
        }
        WebRequest request = new WebRequest(new URL(j.getURL(), path), method);
        if (method == HttpMethod.POST) {
            request.setRequestParameters(
                    List.of(new NameValuePair("value", value), new NameValuePair("controllerIdentity", "false")));
            client.addCrumb(request);
        }
        return client.getPage(request).getWebResponse();
    }

    /** Else it is told only when the form is saved, and what was typed is lost. */
    @Test
    void saysWhileItIsTypedWhichEndpointsAFolderMayNotHave() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "payments");
        TargetForm form = j.jenkins.getDescriptorByType(TargetAccount.DescriptorImpl.class);
        for (String address : List.of("http://127.0.0.1:1/", "https://s3.example.com")) {
            assertEquals(FormValidation.Kind.ERROR, form.doCheckCodedeployEndpoint(folder, address).kind);
            assertEquals(FormValidation.Kind.ERROR, form.doCheckS3Endpoint(folder, address).kind);
            assertEquals(FormValidation.Kind.ERROR, form.doCheckStsEndpoint(folder, address).kind);
            assertEquals(FormValidation.Kind.OK, form.doCheckS3Endpoint(null, address).kind);
        }
        assertEquals(
                FormValidation.Kind.OK,
                form.doCheckStsEndpoint(folder, "https://sts-fips.us-east-1.amazonaws.com").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckStsEndpoint(folder, "").kind);
    }

    private static List<String> values(ListBoxModel options) {
        return options.stream().map(option -> option.value).toList();
    }

    private static TargetAccount full(String name) {
        TargetAccount full = target(name, "aws");
        full.setExternalId("ext-1");
        full.setSessionDuration(7200);
        full.setBucket("releases");
        full.setBucketOwner(BucketOwner.TARGET);
        full.setBucketAccount("333333333333");
        full.setKmsKeyId("alias/releases");
        full.setKeyPrefix("CodeDeploy/shared");
        full.setInstanceRole("arn:aws:iam::222222222222:role/WebServers");
        full.setCodedeployEndpoint("http://127.0.0.1:1/codedeploy");
        full.setS3Endpoint("http://127.0.0.1:1/s3");
        full.setStsEndpoint("http://127.0.0.1:1/sts");
        full.setStsRegion("eu-west-1");
        full.setAccessPortalUrl("https://acme.awsapps.com/start");
        full.setConsoleRole("Reader");
        full.setConsoleSessionName("Production");
        return full;
    }

    private static void assertSame(List<TargetAccount> expected, List<TargetAccount> actual) {
        assertEquals(
                Jenkins.XSTREAM2.toXML(List.copyOf(expected)).replaceAll("\\s+", " "),
                Jenkins.XSTREAM2.toXML(List.copyOf(actual)).replaceAll("\\s+", " "));
    }
}
