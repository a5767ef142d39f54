package io.jenkins.plugins.codedeploy.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.engine.preflight.Check;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The buttons beside target accounts and in jobs, pressed in their forms before anything is saved. */
@WithJenkins
class SetupFormsTest {
    private static final String DESCRIPTOR = "descriptorByName/" + SetupCheck.class.getName() + "/";
    private static final int PATIENCE = 60_000;

    private JenkinsRule j;
    private DeployWorld world;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    /** The answer beside the button, once it is there. */
    private static DomElement press(HtmlPage page, String method) throws Exception {
        HtmlButton button = page.getBody().getElementsByTagName("button").stream()
                .filter(HtmlButton.class::isInstance)
                .map(HtmlButton.class::cast)
                .filter(b -> method.equals(b.getAttribute("data-validate-button-method"))
                        && b.getAttribute("data-validate-button-descriptor-url")
                                .endsWith("/descriptorByName/" + SetupCheck.class.getName()))
                .findFirst()
                .orElseThrow();
        button.click();
        DomElement status =
                ((HtmlElement) button.getParentNode()).querySelector(".jenkins-validate-button__container__status");
        for (int waited = 0; status.asNormalizedText().isBlank(); waited += 200) {
            assertTrue(waited < PATIENCE, "no answer");
            page.getWebClient().waitForBackgroundJavaScript(200);
        }
        return status;
    }

    private FreeStyleProject job(String application) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("job");
        CodeDeployStep builder = new CodeDeployStep();
        builder.setTarget(DeployWorld.TARGET);
        builder.setApplication(application);
        builder.setDeploymentGroup("staging");
        builder.setSource("dist");
        job.getBuildersList().add(new CodeDeployBuilder(builder));
        return job;
    }

    @Test
    void checksAJobAsItStandsInItsForm() throws Exception {
        FreeStyleProject job = job("demo");
        HtmlPage page = j.createWebClient().getPage(job, "configure");
        assertEquals(0, world.aws.calls().all().size(), "rendering calls nobody");
        String well = press(page, "job").asNormalizedText();
        assertTrue(well.contains("Checks: 15. ") && well.contains(" Failed: 0. "), well);
        assertTrue(well.contains("Application demo exists."), well);
        assertTrue(well.contains("passed"), "a state is told in words, too: " + well);
        assertTrue(well.contains("arn:aws:iam::222222222222:role/CrossAccountDeploy can be assumed."), well);

        world.aws.s3().deletePolicy(world.aws.seed().bucket());
        page = j.createWebClient().getPage(job, "configure");
        page.getFormByName("config").getInputByName("_.application").setValue("elsewhere");
        DomElement found = press(page, "job");
        String text = found.asNormalizedText();
        assertTrue(text.contains("No application found for name: elsewhere"), text);
        assertTrue(
                text.contains("Add this statement to the bucket policy of arn:aws:s3:::revisions-111111111111:"), text);
        List<String> copies = found.querySelectorAll(".jenkins-copy-button").stream()
                .map(button -> ((DomElement) button).getAttribute("text"))
                .toList();
        assertTrue(
                copies.stream().anyMatch(copy -> copy.contains(world.aws.seed().instanceRoleArn())), copies::toString);
        looksLikeJenkins(found);
        assertEquals(
                "demo",
                job.getBuildersList()
                        .get(CodeDeployBuilder.class)
                        .getDeployment()
                        .getApplication(),
                "nothing was saved");
        assertEquals(0, world.deployments().size());
    }

    /** Its own components, which themes change; a state is never colour alone. */
    private static void looksLikeJenkins(DomElement found) {
        assertEquals(
                1, found.querySelectorAll(".jenkins-alert.jenkins-alert-danger").size());
        assertEquals(1, found.querySelectorAll("table.jenkins-table").size());
        List<String> states = found.querySelectorAll("td .codedeploy-checks__status").stream()
                .map(state -> ((DomElement) state).asNormalizedText())
                .toList();
        assertEquals(Check.values().length, states.size());
        assertTrue(states.containsAll(List.of("passed", "failed")), states::toString);
        assertEquals(
                states.size(),
                found.querySelectorAll("td .codedeploy-checks__status svg").size(),
                "each with its symbol");
        assertEquals(
                found.querySelectorAll("pre").size(),
                found.querySelectorAll(".jenkins-copy-button").size());
        assertEquals(0, found.querySelectorAll("[onclick],script:not([src])").size());
    }

    /** Somebody has given an endpoint that is none. */
    @Test
    void saysOfAnEndpointThatItCannotBeReached() throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/configure");
        page.getFormByName("config").getInputByName("_.stsEndpoint").setValue("http://sts.invalid");
        DomElement found = press(page, "target");
        String text = found.asNormalizedText();
        assertTrue(
                text.contains(
                        "Could not connect to STS at http://sts.invalid. The host name sts.invalid cannot be resolved"),
                text);
        assertTrue(text.contains("Skipped: STS cannot be reached."), text);
        assertFalse(text.contains("access key"), text);
    }

    @Test
    void checksATargetAccountBeforeItIsSaved() throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/configure");
        HtmlForm form = page.getFormByName("config");
        String well = press(page, "target").asNormalizedText();
        assertTrue(well.contains("Checks: 15. ") && well.contains(" Failed: 0. "), well);

        page = j.createWebClient().goTo("manage/configure");
        form = page.getFormByName("config");
        form.getInputByName("_.externalId").setValue("another-one");
        DomElement found = press(page, "target");
        String text = found.asNormalizedText();
        assertTrue(text.contains("In the trust policy of " + world.aws.seed().roleArn()), text);
        assertTrue(text.contains(" and another-one"), text);
        assertEquals(
                world.aws.seed().externalId(),
                TargetAccounts.get().getTargets().get(0).getExternalId());

        page = j.createWebClient().goTo("manage/configure");
        page.getFormByName("config").getInputByName("_.roleArn").setValue("nonsense");
        String refused = press(page, "target").asNormalizedText();
        assertTrue(refused.contains("roleArn: \"nonsense\" is not a role ARN"), refused);
    }

    @Test
    void writesThePoliciesOfATargetAccountBeforeItIsSaved() throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/configure");
        page.getFormByName("config").getInputByName("_.bucket").setValue("another-bucket");
        DomElement documents = press(page, "documents");
        String text = documents.asNormalizedText();
        assertTrue(text.contains("Bucket policy of arn:aws:s3:::another-bucket, in account 111111111111"), text);
        assertTrue(text.contains("arn:aws:iam::111111111111:user/jenkins"), text);
        assertTrue(text.contains("AWSTemplateFormatVersion"), text);
        assertFalse(text.contains("SOURCE_USER"), text);
        assertEquals(8, documents.querySelectorAll(".jenkins-copy-button").size());
        assertFalse(text.contains(world.secretKey()));
        assertEquals(
                List.of("GetCallerIdentity"),
                world.aws.calls().all().stream().map(call -> call.operation()).toList());
    }

    @Test
    void checksAFoldersTargetAccountWithTheFoldersOwnRules() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "payments");
        Map<String, String> fields = new TreeMap<>(Map.of(
                "name", "own",
                "credentialsId", DeployWorld.CREDENTIALS,
                "roleArn", world.aws.seed().roleArn(),
                "region", world.aws.region(),
                "stsEndpoint", world.aws.endpoint().toString()));
        String answer =
                post("", folder.getUrl() + DESCRIPTOR + "target", fields).getContentAsString();
        assertTrue(answer.contains("can specify only AWS"), answer);
        fields.remove("stsEndpoint");
        fields.put("controllerIdentity", "true");
        answer = post("", folder.getUrl() + DESCRIPTOR + "target", fields).getContentAsString();
        assertTrue(answer.contains("only an administrator can allow"), answer);
        assertEquals(0, world.aws.calls().all().size());
        assertEquals(
                0,
                j.createWebClient()
                        .getPage(folder, "configure")
                        .getFormByName("config")
                        .querySelectorAll("[data-validate-button-with*='controllerIdentity']")
                        .size());
    }

    @Test
    void answersByPostAloneAndOnlyToWhoMayCall() throws Exception {
        FreeStyleProject job = job("demo");
        Folder folder = j.jenkins.createProject(Folder.class, "payments");
        secure();
        Map<String, String> fields = Map.of("target", DeployWorld.TARGET, "application", "demo");
        for (String method : List.of("job", "target", "documents")) {
            for (String where : List.of("", job.getUrl(), folder.getUrl())) {
                String path = where + DESCRIPTOR + method;
                WebResponse refused = post("reader", path, fields);
                assertEquals(403, refused.getStatusCode(), path);
                assertTrue(refused.getContentAsString().length() < 400, refused.getContentAsString());
                assertFalse(refused.getContentAsString().contains("arn:"), path);
                assertEquals(404, get("admin", path).getStatusCode(), path);
            }
            assertEquals(403, post("developer", DESCRIPTOR + method, fields).getStatusCode(), method);
        }
        assertEquals(0, world.aws.calls().all().size());
        WebResponse answer = post("developer", job.getUrl() + DESCRIPTOR + "job", fields);
        assertEquals(200, answer.getStatusCode());
        assertTrue(answer.getContentAsString().contains("Application demo exists."), answer.getContentAsString());
    }

    @Test
    void escapesWhatComesFromAwsAndFromTheForm() throws Exception {
        FreeStyleProject job = job("demo");
        String evil = "<img src=x onerror=alert(1)>";
        String answer = post(
                        "",
                        job.getUrl() + DESCRIPTOR + "job",
                        Map.of("target", DeployWorld.TARGET, "application", evil, "deploymentGroup", evil))
                .getContentAsString();
        assertTrue(answer.contains("&lt;img src=x"), answer);
        assertFalse(answer.contains("<img"), answer);
        answer = post("", job.getUrl() + DESCRIPTOR + "job", Map.of("target", evil))
                .getContentAsString();
        assertTrue(answer.contains("&lt;img"), answer);
        assertFalse(answer.contains("<img"), answer);
        answer = post("", job.getUrl() + DESCRIPTOR + "job", Map.of("target", "${TARGET}"))
                .getContentAsString();
        assertTrue(answer.contains("only a build can resolve"), answer);
    }

    @Test
    void showsThePageOfTheSetUpToAdministratorsAlone() throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/codedeploy-setup/");
        String text = page.asNormalizedText();
        assertTrue(text.contains("Trust policy of " + world.aws.seed().roleArn()), text);
        assertTrue(text.contains("SOURCE_USER"), text);
        assertEquals(0, world.aws.calls().all().size());
        page.getFormByName("setup").getInputByName("application").setValue("shop");
        HtmlPage shown = j.submit(page.getFormByName("setup"));
        text = shown.asNormalizedText();
        assertTrue(text.contains("arn:aws:iam::111111111111:user/jenkins"), text);
        assertTrue(text.contains(":application:shop"), text);
        assertFalse(text.contains("SOURCE_USER"), text);
        assertEquals(8, shown.querySelectorAll(".jenkins-copy-button").size());
        assertTrue(j.createWebClient().goTo("manage/").asNormalizedText().contains("CodeDeploy setup"));

        secure();
        for (String user : List.of("reader", "developer")) {
            assertEquals(403, get(user, "manage/codedeploy-setup/").getStatusCode(), user);
            assertEquals(
                    403, post(user, "manage/codedeploy-setup/show", Map.of()).getStatusCode(), user);
        }
        assertEquals(404, get("admin", "manage/codedeploy-setup/show").getStatusCode());
    }

    /** As the command line: a principal or a name that is none must not end in a policy. */
    @Test
    void refusesOnThePageWhatNoPolicyShouldBeMadeOf() throws Exception {
        for (String source : List.of(
                "*",
                "garbage",
                "arn:aws:iam::111111111111:user/*",
                "arn:aws:iam::111111111111:instance-profile/Jenkins",
                "arn:aws:sts::111111111111:assumed-role/Jenkins/i-0123")) {
            String text = show("source", source);
            assertTrue(text.contains("User or role whose credentials are stored: "), text);
            assertFalse(text.contains("Trust policy of"), text);
        }
        assertTrue(show("application", "sam*ple x").contains("Application: "));
        assertTrue(show("deploymentGroup", "w?b").contains("Deployment group: "));
        assertEquals(0, world.aws.calls().all().size());
    }

    private String show(String field, String value) throws Exception {
        HtmlPage page = j.createWebClient().goTo("manage/codedeploy-setup/");
        page.getFormByName("setup").getInputByName(field).setValue(value);
        return j.submit(page.getFormByName("setup")).asNormalizedText();
    }

    @Test
    void writesATrustPolicyWithoutExternalIdOnlyOnRequest() throws Exception {
        var open = new io.jenkins.plugins.codedeploy.account.TargetAccount("open");
        open.setCredentialsId(DeployWorld.CREDENTIALS);
        open.setRoleArn("arn:aws:iam::222222222222:role/Open");
        open.setRegion("eu-central-1");
        TargetAccounts.get().setTargets(List.of(open));
        String source = "arn:aws:iam::111111111111:user/jenkins";

        String text = show("source", source);
        assertTrue(text.contains("\"sts:ExternalId\": \"EXTERNAL_ID\""), text);
        assertTrue(text.contains("has no external ID"), text);
        HtmlPage page = j.createWebClient().goTo("manage/codedeploy-setup/");
        page.getFormByName("setup").getInputByName("source").setValue(source);
        page.getFormByName("setup").getInputByName("withoutExternalId").setChecked(true);
        text = j.submit(page.getFormByName("setup")).asNormalizedText();
        assertTrue(text.contains("Trust policy of"), text);
        assertFalse(text.contains("sts:ExternalId"), text);
    }

    @Test
    void showsThePageOfAFolderToWhoConfiguresIt() throws Exception {
        Folder folder = j.jenkins.createProject(Folder.class, "payments");
        assertNull(folder.getAction(SetupAction.class), "nothing is defined there");
        folder.addProperty(new io.jenkins.plugins.codedeploy.account.FolderTargets(List.of(own())));
        assertNotNull(folder.getAction(SetupAction.class));
        secure();
        String path = folder.getUrl() + "codedeploy-setup/";
        assertEquals(403, get("reader", path).getStatusCode());
        assertFalse(get("reader", folder.getUrl()).getContentAsString().contains("codedeploy-setup"));
        WebResponse shown = get("developer", path);
        assertEquals(200, shown.getStatusCode());
        assertTrue(shown.getContentAsString().contains("arn:aws:iam::222222222222:role/Payments"));
        assertTrue(get("developer", folder.getUrl()).getContentAsString().contains("codedeploy-setup"));
        String none = get("developer", path + "?target=production").getContentAsString();
        assertFalse(none.contains("CrossAccountDeploy"), "the accounts of the whole of Jenkins are not the folder's");
    }

    private static io.jenkins.plugins.codedeploy.account.TargetAccount own() {
        var own = new io.jenkins.plugins.codedeploy.account.TargetAccount("own");
        own.setCredentialsId(DeployWorld.CREDENTIALS);
        own.setRoleArn("arn:aws:iam::222222222222:role/Payments");
        own.setRegion("eu-central-1");
        return own;
    }

    private void secure() {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("developer"));
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.setJavaScriptEnabled(false);
        return user.isEmpty() ? web : web.login(user);
    }

    private WebResponse get(String user, String path) throws Exception {
        return as(user).getPage(new URL(j.getURL(), path)).getWebResponse();
    }

    private WebResponse post(String user, String path, Map<String, String> fields) throws Exception {
        JenkinsRule.WebClient web = as(user);
        WebRequest request = new WebRequest(new URL(j.getURL(), path), HttpMethod.POST);
        request.setRequestParameters(fields.entrySet().stream()
                .map(field -> new NameValuePair(field.getKey(), field.getValue()))
                .toList());
        web.addCrumb(request);
        return web.getPage(request).getWebResponse();
    }
}
