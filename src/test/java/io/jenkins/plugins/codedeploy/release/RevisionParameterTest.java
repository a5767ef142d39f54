package io.jenkins.plugins.codedeploy.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.util.List;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class RevisionParameterTest {
    private JenkinsRule j;
    private DeployWorld world;
    private WorkflowJob shop;
    private WorkflowJob release;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        shop = j.createProject(WorkflowJob.class, "shop");
        shop.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  writeFile file: 'dist/index.html', text: "build ${env.BUILD_NUMBER}"
                  codeDeployPush source: 'dist', target: 'production'
                }
                """, true));
        release = j.createProject(WorkflowJob.class, "release");
        release.setDefinition(new CpsFlowDefinition(
                "codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision:"
                        + " params.REVISION",
                true));
        RevisionParameterDefinition parameter = new RevisionParameterDefinition("REVISION");
        parameter.setJobs(List.of("shop"));
        release.addProperty(new ParametersDefinitionProperty(parameter));
        j.buildAndAssertSuccess(shop);
        j.buildAndAssertSuccess(shop);
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    private HtmlForm form(JenkinsRule.WebClient client) throws Exception {
        client.setThrowExceptionOnFailingStatusCode(false);
        return ((HtmlPage) client.getPage(release, "build?delay=0sec")).getFormByName("parameters");
    }

    private static List<HtmlOption> options(HtmlForm form) {
        return ((HtmlSelect) form.querySelector("select[name=value]")).getOptions();
    }

    @Test
    void offersWhatWasPushedAndTellsWhereItIsLive() throws Exception {
        HtmlForm form = form(j.createWebClient());
        List<HtmlOption> options = options(form);
        assertEquals(2, options.size());
        assertTrue(
                options.get(0).getText().startsWith("shop #2, "), options.get(0).getText());
        assertTrue(
                options.get(1).getText().startsWith("shop #1, "), options.get(1).getText());
        ((HtmlSelect) form.querySelector("select[name=value]")).setSelectedIndex(1);
        j.submit(form);
        j.waitUntilNoActivity();
        WorkflowRun build = release.getBuildByNumber(1);
        j.assertBuildStatusSuccess(build);
        assertEquals(
                options.get(1).getValueAttribute(),
                build.getAction(ParametersAction.class).getParameter("REVISION").getValue());
        assertTrue(options(form(j.createWebClient())).get(1).getText().endsWith("live in production/staging"));
        form = form(j.createWebClient());
        j.submit(form);
        j.waitUntilNoActivity();
        options = options(form(j.createWebClient()));
        assertTrue(
                options.get(0).getText().endsWith("live in production/staging"),
                options.get(0).getText());
        assertTrue(
                options.get(1).getText().endsWith("succeeded in production/staging"),
                options.get(1).getText());
    }

    @Test
    void takesATypedRevisionAndRefusesWhatIsNone() throws Exception {
        HtmlForm form = form(j.createWebClient());
        String first = options(form).get(1).getValueAttribute();
        form.getInputByName("other").setValue(first);
        j.submit(form);
        j.waitUntilNoActivity();
        assertEquals(
                first,
                release.getBuildByNumber(1)
                        .getAction(ParametersAction.class)
                        .getParameter("REVISION")
                        .getValue());
        form = form(j.createWebClient());
        form.getInputByName("other").setValue("https://example.com/shop.zip");
        HtmlPage refused = j.submit(form);
        assertEquals(400, refused.getWebResponse().getStatusCode());
        assertTrue(refused.asNormalizedText().contains("REVISION"), refused::asNormalizedText);
        j.waitUntilNoActivity();
        assertEquals(1, release.getLastBuild().getNumber());
    }

    @Test
    void refusesARevisionThatDoesNotExist() throws Exception {
        RevisionParameterDefinition parameter = new RevisionParameterDefinition("REVISION");
        parameter.setJobs(List.of("shop"));
        parameter.setTarget(DeployWorld.TARGET);
        release.removeProperty(ParametersDefinitionProperty.class);
        release.addProperty(new ParametersDefinitionProperty(parameter));
        HtmlForm form = form(j.createWebClient());
        String first = options(form).get(1).getValueAttribute();
        form.getInputByName("other").setValue(first.replaceFirst("/([0-9a-f]{8})[0-9a-f]", "/$1x"));
        HtmlPage refused = j.submit(form);
        assertEquals(400, refused.getWebResponse().getStatusCode());
        assertTrue(refused.asNormalizedText().contains("has no version"), refused::asNormalizedText);

        form = form(j.createWebClient());
        form.getInputByName("other").setValue(first.replaceFirst("s3://[^/]+", "s3://another-bucket"));
        assertEquals(200, j.submit(form).getWebResponse().getStatusCode(), "other buckets are not asked");
        j.waitUntilNoActivity();

        form = form(j.createWebClient());
        j.submit(form);
        j.waitUntilNoActivity();
        j.assertBuildStatusSuccess(release.getLastBuild());
    }

    @Test
    void showsNothingOfJobsThatOneMayNotSee() throws Exception {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("dev")
                .grant(Item.READ, Item.BUILD)
                .onItems(release)
                .to("dev")
                .grant(Jenkins.READ, Item.DISCOVER)
                .everywhere()
                .to("finder")
                .grant(Item.READ, Item.BUILD)
                .onItems(release)
                .to("finder"));
        assertEquals(0, options(form(j.createWebClient().login("finder"))).size());
        assertEquals(2, options(form(j.createWebClient().login("admin"))).size());
        HtmlForm form = form(j.createWebClient().login("dev"));
        assertEquals(0, options(form).size());
        assertFalse(form.asXml().contains("shop"));
    }

    @Test
    void isConfiguredByFormJobDslAndPipeline() throws Exception {
        RevisionParameterDefinition before = (RevisionParameterDefinition)
                release.getProperty(ParametersDefinitionProperty.class).getParameterDefinition("REVISION");
        before.setDefaultValue("s3://b-b-b/shop.zip?versionId=v");
        before.setDescription("what to release");
        j.configRoundtrip(release);
        RevisionParameterDefinition after = (RevisionParameterDefinition)
                release.getProperty(ParametersDefinitionProperty.class).getParameterDefinition("REVISION");
        j.assertEqualDataBoundBeans(before, after);
        assertEquals(
                "s3://b-b-b/shop.zip?versionId=v",
                after.getDefaultParameterValue().getValue());

        ExecuteDslScripts script = new ExecuteDslScripts();
        script.setScriptText("""
                job('by-dsl') {
                  parameters {
                    codeDeployRevision {
                      name('REVISION')
                      jobs(['shop'])
                    }
                  }
                }
                """);
        var seed = j.createFreeStyleProject("seed");
        seed.getBuildersList().add(script);
        j.buildAndAssertSuccess(seed);
        assertEquals(List.of("shop"), parameterOf("by-dsl").getJobs());

        WorkflowJob scripted = j.createProject(WorkflowJob.class, "by-pipeline");
        scripted.setDefinition(new CpsFlowDefinition(
                "properties([parameters([codeDeployRevision(name: 'REVISION', jobs: ['shop'])])])", true));
        j.buildAndAssertSuccess(scripted);
        assertEquals(List.of("shop"), parameterOf("by-pipeline").getJobs());
        SnippetizerTester.assertDocGeneration(RevisionParameterDefinition.class);
    }

    private RevisionParameterDefinition parameterOf(String job) {
        return (RevisionParameterDefinition) ((hudson.model.Job<?, ?>) j.jenkins.getItem(job))
                .getProperty(ParametersDefinitionProperty.class)
                .getParameterDefinition("REVISION");
    }
}
