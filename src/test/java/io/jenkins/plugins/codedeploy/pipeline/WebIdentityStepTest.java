package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.security.ACL;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.KeylessWorld;
import io.jenkins.plugins.codedeploy.LiveFolder;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import io.jenkins.plugins.oidc_provider.IdTokenStringCredentials;
import java.time.Duration;
import java.util.List;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SingleFileSCM;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Deployments without an AWS credential in Jenkins: a build's own token, as the plugin oidc-provider makes it. */
class WebIdentityStepTest {
    private static final String APPSPEC =
            "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /opt/demo\n";
    private static final String SCRIPT = """
        def end
        node {
          writeFile file: 'dist/appspec.yml', text: '%s'
          end = codeDeploy(source: 'dist', target: '%s', application: 'demo', deploymentGroup: 'staging')
        }
        echo "end ${end.status}"
        """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private DeployWorld world;

    @BeforeEach
    void setUp() throws Exception {
        world = new DeployWorld();
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    private static WorkflowJob job(JenkinsRule j, String name, String target) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(SCRIPT.formatted(APPSPEC.replace("\n", "\\n"), target), true));
        return job;
    }

    private List<String> callers(String operation) {
        return world.aws.calls().of(operation).stream()
                .map(Call::callerArn)
                .distinct()
                .toList();
    }

    private static void assertNoKeyIsStored() {
        assertEquals(
                List.of(),
                CredentialsProvider.lookupCredentialsInItemGroup(
                        AmazonWebServicesCredentials.class, null, ACL.SYSTEM2, List.of()));
    }

    @Test
    void pipelineDeploysThroughARoleOfTheSourceAccountAndGoesOnAfterARestart() throws Throwable {
        world.group("staging").eventDuration(Duration.ofSeconds(40));
        sessions.then(j -> {
            KeylessWorld.configure(world, j, "shop");
            assertNoKeyIsStored();
            WorkflowRun run =
                    job(j, "shop", KeylessWorld.CHAINED).scheduleBuild2(0).waitForStart();
            j.waitForMessage(" created: ", run);
            assertNoTokenIn(j);
        });
        int before = world.aws.calls().of("AssumeRoleWithWebIdentity").size();
        sessions.then(j -> {
            WorkflowRun run =
                    j.jenkins.getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(1);
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            j.assertLogContains("end Succeeded", run);
            assertNoTokenIn(j);
        });
        assertEquals(1, world.aws.calls().count("CreateDeployment"));
        assertTrue(world.aws.calls().of("AssumeRoleWithWebIdentity").size() > before, "a new token after the restart");
        assertTrue(
                callers("AssumeRole").stream().allMatch(arn -> arn.contains(":assumed-role/Jenkins/jenkins-shop+1")));
        assertTrue(
                callers("UploadPart").stream().allMatch(arn -> arn.contains(":assumed-role/Jenkins/jenkins-shop+1")));
    }

    @Test
    void freestyleBuildAssumesTheTargetsRoleItself() throws Throwable {
        sessions.then(j -> {
            KeylessWorld.configure(world, j, "shop");
            FreeStyleProject job = j.createProject(FreeStyleProject.class, "shop");
            job.setScm(new SingleFileSCM("appspec.yml", APPSPEC));
            CodeDeployStep step = new CodeDeployStep();
            step.setTarget(KeylessWorld.DIRECT);
            step.setApplication("demo");
            step.setDeploymentGroup("staging");
            step.setSource(".");
            job.getBuildersList().add(new CodeDeployBuilder(step));
            j.buildAndAssertSuccess(job);
            assertNoTokenIn(j);
        });
        assertEquals(List.of(), callers("AssumeRole"));
        assertTrue(callers("UploadPart").stream()
                .allMatch(arn -> arn.contains(":assumed-role/CrossAccountDeploy/jenkins-shop+1")));
    }

    @Test
    void tokenOfAnotherJobIsRefusedAndExplained() throws Throwable {
        sessions.then(j -> {
            KeylessWorld.configure(world, j, "shop");
            for (String target : List.of(KeylessWorld.CHAINED, KeylessWorld.DIRECT)) {
                WorkflowJob other = job(j, "other-" + target, target);
                WorkflowRun run = j.assertBuildStatus(Result.FAILURE, other.scheduleBuild2(0));
                j.assertLogContains("AssumeRoleWithWebIdentity", run);
                j.assertLogContains("its subject is " + j.getURL() + "job/other-" + target + "/", run);
            }
            assertNoTokenIn(j);
        });
        assertEquals(List.of(), world.deployments());
        assertEquals(0, world.aws.calls().count("CompleteMultipartUpload"));
    }

    @Test
    void formsOfferTokensForAwsOnly() throws Throwable {
        sessions.then(j -> {
            KeylessWorld.configure(world, j, "shop");
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(KeylessWorld.credential("vault-token", "https://vault.example.com"));
            TargetAccount.DescriptorImpl form = j.jenkins.getDescriptorByType(TargetAccount.DescriptorImpl.class);
            assertEquals(
                    List.of("", KeylessWorld.CREDENTIALS),
                    form.doFillCredentialsIdItems(null, "").stream()
                            .map(option -> option.value)
                            .toList());
            assertEquals(FormValidation.Kind.OK, form.doCheckCredentialsId(null, KeylessWorld.CREDENTIALS, "").kind);
            assertEquals(FormValidation.Kind.WARNING, form.doCheckCredentialsId(null, "vault-token", "").kind);
        });
    }

    @Test
    void setupPageWritesTheProviderAndTheTrustOfTheTokens() throws Throwable {
        sessions.then(j -> {
            KeylessWorld keyless = KeylessWorld.configure(world, j, "shop");
            HtmlPage page = j.createWebClient().goTo("manage/codedeploy-setup/");
            HtmlForm form = page.getFormByName("setup");
            assertEquals(keyless.issuer(), form.getInputByName("issuer").getValue());
            form.getInputByName("subject").setValue(j.getURL() + "job/shop/");
            String shown = j.submit(form).asNormalizedText();
            assertTrue(shown.contains("\"Federated\": \"arn:aws:iam::111111111111:oidc-provider/"), shown);
            assertTrue(shown.contains(":sub\": \"" + j.getURL() + "job/shop/\""), shown);
            assertTrue(shown.contains("ClientIDList"), shown);
        });
        assertEquals(0, world.aws.calls().all().size(), "nobody asks AWS whose a token is");
    }

    /** All tokens of a credential begin alike. */
    private static void assertNoTokenIn(JenkinsRule j) throws Exception {
        IdTokenStringCredentials credential = CredentialsProvider.lookupCredentialsInItemGroup(
                        IdTokenStringCredentials.class, null, ACL.SYSTEM2, List.of())
                .get(0);
        String token = credential.getSecret().getPlainText();
        String header = token.substring(0, token.indexOf('.') + 1);
        assertEquals(List.of(), LiveFolder.filesWith(j.jenkins.getRootDir().toPath(), header));
    }
}
