package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployPublisher;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployRollbackBuilder;
import io.jenkins.plugins.codedeploy.parameters.DeployForm;
import io.jenkins.plugins.codedeploy.parameters.option.Alarms;
import io.jenkins.plugins.codedeploy.parameters.option.AutoRollback;
import io.jenkins.plugins.codedeploy.parameters.option.GitHubCommit;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.DataBoundConstructor;

@WithJenkins
class StepFormsTest {
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

    @Test
    void keepsEveryFieldOfTheStepsForms() throws Exception {
        assertKept(new CodeDeployStep());
        assertKept(full());
        CodeDeployPushStep push = new CodeDeployPushStep("dist");
        push.setTarget(DeployWorld.TARGET);
        push.setSymlinks(Symlinks.KEEP);
        push.setSessionDuration(900);
        assertKept(push);
        CodeDeployPreflightStep plain = new CodeDeployPreflightStep();
        assertTrue(plain.isPropagate());
        assertKept(plain);
        CodeDeployPreflightStep preflight = new CodeDeployPreflightStep();
        preflight.setTarget(DeployWorld.TARGET);
        preflight.setApplication("demo");
        preflight.setDeploymentGroup("staging");
        preflight.setDeploymentConfig("CodeDeployDefault.OneAtATime");
        preflight.setKeyPrefix("CodeDeploy/shop");
        preflight.setPropagate(false);
        preflight.setStrict(true);
        preflight.setCheckStop(false);
        CodeDeployPreflightStep kept = assertKept(preflight);
        assertFalse(kept.isPropagate());
        assertTrue(kept.isStrict());
        assertFalse(kept.isCheckStop());
    }

    @Test
    void keepsEveryFieldOfTheRollbacksForm() throws Exception {
        assertKept(new CodeDeployRollbackStep());
        CodeDeployRollbackStep step = new CodeDeployRollbackStep();
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        step.setDeploymentGroup("staging");
        step.setTo("#41");
        step.setDescription("back");
        step.setDeploymentConfig("CodeDeployDefault.OneAtATime");
        step.setIgnoreApplicationStopFailures(true);
        step.setOnActiveDeployment(DeploymentPolicy.OnActive.WAIT);
        step.setOnReady(DeploymentPolicy.OnReady.CONTINUE);
        step.setOnAbort(DeploymentPolicy.OnAbort.LEAVE);
        step.setWaitFor(DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED);
        step.setTimeout(7);
        assertKept(step);
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList().add(new CodeDeployRollbackBuilder(step));
        j.configRoundtrip(job);
        j.assertEqualDataBoundBeans(
                step, job.getBuildersList().get(CodeDeployRollbackBuilder.class).getRollback());
        assertTrue(step.deployment().takesBack());
        assertEquals(DeployWorld.TARGET, step.deployment().getTarget());
        new SnippetizerTester(j).assertRoundTrip(new CodeDeployRollbackStep(), "codeDeployRollback()");
    }

    @Test
    void keepsEveryFieldOfTheFormOfChanges() throws Exception {
        assertKept(new CodeDeployChangesStep());
        CodeDeployChangesStep step = new CodeDeployChangesStep();
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        step.setDeploymentGroup("staging");
        step.setRevision("s3://revisions/CodeDeploy/shop.zip?versionId=1");
        assertKept(step);
        new SnippetizerTester(j).assertRoundTrip(new CodeDeployChangesStep(), "codeDeployChanges()");
    }

    @SuppressWarnings("unchecked")
    private <S extends Step> S assertKept(S step) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        StepHolder holder = new StepHolder(step);
        job.getBuildersList().add(holder);
        j.configRoundtrip(job);
        StepHolder saved = job.getBuildersList().get(StepHolder.class);
        assertNotSame(holder, saved);
        S kept = (S) step.getClass().cast(saved.step);
        j.assertEqualDataBoundBeans(step, kept);
        return kept;
    }

    @Test
    void generatesSnippetsAndDocumentation() throws Exception {
        SnippetizerTester tester = new SnippetizerTester(j);
        tester.assertRoundTrip(new CodeDeployPushStep("dist"), "codeDeployPush 'dist'");
        CodeDeployStep step = new CodeDeployStep();
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        step.setDeploymentGroup("staging");
        step.setRevision("s3://b-b-b/k.zip");
        tester.assertRoundTrip(
                step,
                "codeDeploy application: 'demo', deploymentGroup: 'staging', revision: 's3://b-b-b/k.zip', target:"
                        + " 'production'");
        CodeDeployStep gitHub = new CodeDeployStep();
        gitHub.setGitHub(new GitHubCommit("example/shop", "0".repeat(40)));
        AutoRollback never = new AutoRollback();
        never.setDisabled(true);
        gitHub.setAutoRollback(never);
        gitHub.setOnAbort(DeploymentPolicy.OnAbort.LEAVE);
        gitHub.setWait(false);
        tester.assertRoundTrip(
                gitHub,
                "codeDeploy autoRollback: autoRollback(disabled: true), gitHub: gitHub(commitId: '" + "0".repeat(40)
                        + "', repository: 'example/shop'), onAbort: 'LEAVE', wait: false");
        SnippetizerTester.assertDocGeneration(CodeDeployStep.class);
        SnippetizerTester.assertDocGeneration(CodeDeployPushStep.class);
        SnippetizerTester.assertDocGeneration(CodeDeployRollbackStep.class);
        SnippetizerTester.assertDocGeneration(CodeDeployRollbackBuilder.class);
        SnippetizerTester.assertDocGeneration(CodeDeployBuilder.class);
        SnippetizerTester.assertDocGeneration(CodeDeployPublisher.class);
    }

    @Test
    void suggestsNamesOnlyOnDemandAndToWhomMayHaveThem() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("job");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("deployer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        for (int i = 0; i < 120; i++) {
            world.codeDeploy.target().application("app-" + i);
        }
        DeployForm form = j.jenkins.getDescriptorByType(CodeDeployStep.DescriptorImpl.class);
        assertEquals(List.of(), applications(form, "reader", job, "true"));
        assertEquals(List.of(), applications(form, "deployer", null, "true"));
        assertEquals(List.of(), applications(form, "deployer", job, "false"));
        assertEquals(0, world.aws.calls().all().size());
        assertEquals(121, applications(form, "deployer", job, "true").size());
        assertEquals(121, applications(form, "admin", null, "true").size());
        try (ACLContext ignored =
                ACL.as2(hudson.model.User.getById("deployer", true).impersonate2())) {
            assertEquals(
                    List.of("production", "staging"),
                    List.copyOf(
                            form.doFillDeploymentGroupItems(job, "true", "demo", DeployWorld.TARGET, "", "", "", "")));
        }

        world.aws.calls().clear();
        assertTrue(suggestions(form, "reader", job).contains("permissions"));
        assertEquals(0, world.aws.calls().all().size());
        assertTrue(suggestions(form, "deployer", job).contains("121"));
        world.aws.calls().clear();
        JenkinsRule.WebClient web = j.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.login("deployer");
        web.getPage(job, "configure");
        web.waitForBackgroundJavaScript(2_000);
        assertEquals(0, world.aws.calls().all().size(), "rendering calls nobody");
        URL fill = new URL(job.getAbsoluteUrl() + "descriptorByName/" + CodeDeployStep.class.getName()
                + "/fillApplicationItems?suggest=true&target=production");
        assertEquals(404, web.getPage(fill).getWebResponse().getStatusCode());
        WebRequest post = web.addCrumb(new WebRequest(fill, HttpMethod.POST));
        assertTrue(web.getPage(post).getWebResponse().getContentAsString().contains("app-119"));

        world.aws.iam().delete(world.aws.seed().roleArn());
        assertTrue(suggestions(form, "deployer", job).contains("sts:AssumeRole"), suggestions(form, "deployer", job));
    }

    private static String suggestions(DeployForm form, String user, Item item) {
        try (ACLContext ignored = ACL.as2(hudson.model.User.getById(user, true).impersonate2())) {
            return form.doCheckSuggest(item, "true", DeployWorld.TARGET, "", "", "", "")
                    .getMessage();
        }
    }

    private static List<String> applications(DeployForm form, String user, Item item, String suggest) {
        try (ACLContext ignored = ACL.as2(hudson.model.User.getById(user, true).impersonate2())) {
            ComboBoxModel names = form.doFillApplicationItems(item, suggest, DeployWorld.TARGET, "", "", "", "");
            return List.copyOf(names);
        }
    }

    @Test
    void checksFieldsWithTheEnginesRules() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("job");
        DeployForm form = j.jenkins.getDescriptorByType(CodeDeployStep.DescriptorImpl.class);
        assertError(form.doCheckRoleArn(job, "nonsense", ""), "is not a role ARN");
        assertError(form.doCheckRoleArn(job, "arn:aws:iam::222222222222:role/R", "production"), "production");
        assertError(form.doCheckExternalId(job, "a b"), "external ID");
        assertError(
                form.doCheckInstanceRole(job, "arn:aws:iam::222222222222:instance-profile/Web"), "instance profile");
        assertError(form.doCheckRegion(job, "Frankfurt"), "Region");
        assertError(form.doCheckBucket(job, "s3://x"), "bucket name");
        assertError(form.doCheckBucketAccount(job, "12"), "12 digits");
        assertError(form.doCheckKmsKeyId(job, "alias/aws/s3"), "aws/s3");
        assertError(form.doCheckSessionDuration(job, "60"), "900");
        assertError(form.doCheckRevision(job, "k.zip"), "s3://");
        assertError(form.doCheckDeploymentId(job, "d-1"), "deployment ID");
        assertError(form.doCheckDescription(job, "x".repeat(250)), "250");
        assertError(form.doCheckApplication(job, "x".repeat(101)), "100");
        assertError(form.doCheckKeyPrefix(job, "a/../b"), "");
        assertError(form.doCheckTimeout("-1"), "");
        assertError(form.doCheckCredentialsId(job, "elsewhere", ""), "elsewhere");
        assertEquals(FormValidation.Kind.OK, form.doCheckRoleArn(job, "$ROLE", "").kind);
        assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId(job, "aws-dev", "").kind);
        assertTrue(form.doFillTargetItems(job, "").stream().anyMatch(o -> o.value.equals("production")));
        assertTrue(form.doFillCredentialsIdItems(job, "").stream().anyMatch(o -> o.value.equals("aws-dev")));
        assertTrue(form.doFillRegionItems().contains("eu-central-1"));
        assertEquals(0, world.aws.calls().all().size());
    }

    @Test
    void helpsWithEveryField() throws Exception {
        JenkinsRule.WebClient web = j.createWebClient();
        for (Class<?> type : List.of(
                CodeDeployStep.class,
                CodeDeployPushStep.class,
                CodeDeployPreflightStep.class,
                CodeDeployRollbackStep.class,
                CodeDeployRollbackBuilder.class,
                CodeDeployBuilder.class,
                CodeDeployPublisher.class)) {
            var model = new org.jenkinsci.plugins.structs.describable.DescribableModel<>(type);
            assertFalse(model.getParameters().isEmpty());
            for (var parameter : model.getParameters()) {
                String address = web.executeOnServer(() -> j.jenkins
                        .getDescriptor(type.asSubclass(Describable.class))
                        .getHelpFile(parameter.getName()));
                assertNotNull(address, type + " " + parameter.getName());
                String page = web.goTo(address.substring(1), "text/html")
                        .getWebResponse()
                        .getContentAsString();
                assertTrue(page.contains("Example"), type + " " + parameter.getName());
            }
        }
    }

    private static CodeDeployStep full() {
        CodeDeployStep step = new CodeDeployStep();
        step.setTarget(DeployWorld.TARGET);
        step.setInstanceRole("arn:aws:iam::222222222222:role/WebServers");
        step.setApplication("demo");
        step.setDeploymentGroup("staging");
        step.setSource("dist");
        step.setIncludes("**/*.jar");
        step.setFileExistsBehavior(FileExistsBehavior.OVERWRITE);
        step.setAutoRollback(new AutoRollback());
        step.setAlarms(new Alarms());
        step.setOnReady(DeploymentPolicy.OnReady.FAIL);
        step.setTerminationWait(DeploymentPolicy.TerminationWait.SKIP);
        step.setSkipIfLive(true);
        step.setPromotedFrom("staging/web");
        step.setOnActiveDeployment(DeploymentPolicy.OnActive.NEWEST);
        step.setWait(false);
        step.setTimeout(7);
        return step;
    }

    private static void assertError(FormValidation found, String words) {
        assertEquals(FormValidation.Kind.ERROR, found.kind);
        assertTrue(found.getMessage().contains(words), found.getMessage());
    }

    /** A build step that holds one of the plugin's Pipeline steps, so that a job's form shows and saves it. */
    public static final class StepHolder extends Builder {
        public final Step step;

        @DataBoundConstructor
        public StepHolder(Step step) {
            this.step = step;
        }

        @TestExtension
        public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
            public List<Descriptor<?>> getSteps() {
                return List.of(
                        Jenkins.get().getDescriptorOrDie(CodeDeployStep.class),
                        Jenkins.get().getDescriptorOrDie(CodeDeployPushStep.class),
                        Jenkins.get().getDescriptorOrDie(CodeDeployRollbackStep.class),
                        Jenkins.get().getDescriptorOrDie(CodeDeployChangesStep.class),
                        Jenkins.get().getDescriptorOrDie(CodeDeployPreflightStep.class));
            }

            @Override
            public boolean isApplicable(@SuppressWarnings("rawtypes") Class type) {
                return true;
            }
        }
    }
}
