package io.jenkins.plugins.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.engine.Hostile;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.parameters.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import io.jenkins.plugins.codedeploy.simulator.sts.Sts;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticator;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** What a job, or whoever starts it, tries to have that is not its own. */
@WithJenkins
class HostileJobTest {
    private static final String COMMIT = "0".repeat(40);
    private static final String NOT_HERE = "or this job is not allowed to use it.";

    private JenkinsRule j;
    private DeployWorld world;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        world.group("virtual").virtualInstances(1);
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    private WorkflowRun run(String script, Result result) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return j.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    private static String deploy(String target) {
        return "codeDeploy(target: '" + target + "', application: 'demo', deploymentGroup: 'virtual',"
                + " gitHub: gitHub(repository: 'acme/demo', commitId: '" + COMMIT + "'))";
    }

    private FreeStyleProject freestyle(String target) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        CodeDeployStep step = new CodeDeployStep();
        step.setTarget(target);
        step.setApplication("demo");
        step.setDeploymentGroup("virtual");
        step.setGitHub(new GitHubCommit("acme/demo", COMMIT));
        CodeDeployBuilder builder = new CodeDeployBuilder(step);
        job.getBuildersList().add(builder);
        return job;
    }

    private static void assertHarmless(Run<?, ?> build) throws Exception {
        String log = JenkinsRule.getLog(build);
        List<String> lines = new ArrayList<>(log.lines().toList());
        assertEquals("Finished: " + build.getResult(), lines.remove(lines.size() - 1), log);
        for (String line : lines) {
            assertTrue(Hostile.isHarmless(line), () -> line + " in " + log);
        }
        assertTrue(log.contains("boom"), log);
    }

    @Test
    void textOfAnInstanceForgesNoLineOfTheLog() throws Exception {
        world.group("virtual").failWith("ScriptFailed", Hostile.TEXT);

        assertHarmless(run(deploy("production"), Result.FAILURE));
        FreeStyleBuild build = j.assertBuildStatus(
                Result.FAILURE, freestyle("production").scheduleBuild2(0).get());
        assertHarmless(build);
    }

    @Test
    void aParameterForgesNoLineOfTheLog() throws Exception {
        WorkflowRun pipeline = run(
                "codeDeploy(target: 'boom\\nFinished: SUCCESS\\r\\nFinished: SUCCESS\\u001b[2J\\u2028Finished: SUCCESS',"
                        + " application: 'demo', deploymentGroup: 'virtual',"
                        + " gitHub: gitHub(repository: 'acme/demo', commitId: '" + COMMIT + "'))",
                Result.FAILURE);
        assertHarmless(pipeline);
        assertHarmless(j.assertBuildStatus(
                Result.FAILURE,
                freestyle("boom\nFinished: SUCCESS\u2028Finished: SUCCESS\u0085\u202eFinished: SUCCESS")
                        .scheduleBuild2(0)
                        .get()));
    }

    /** Nothing that a job starts opens a session that can do all that its role can. */
    @Test
    void everySessionOfTheRoleIsNarrowed() throws Exception {
        run(deploy("production"), Result.SUCCESS);
        String id = world.only().id();
        run("codeDeploy(target: 'production', deploymentId: '" + id + "')", Result.SUCCESS);
        run(
                "codeDeployPreflight(target: 'production', application: 'demo', deploymentGroup: 'virtual',"
                        + " propagate: false)",
                Result.SUCCESS);

        List<Sts.Session> sessions = world.aws.sts().sessions();
        assertTrue(sessions.size() >= 3, sessions.toString());
        sessions.forEach(session -> assertNotNull(session.policy(), session.toString()));
    }

    /** With blank keys, aws-credentials would turn to the controller's own identity. */
    @Test
    void aCredentialOfBlanksBorrowsNobodysIdentity() throws Exception {
        for (String blank : List.of("", " ", "\u00a0", "\u2003", "\u3000", "\u200b", "\u0085", "\u2028", "\ufeff")) {
            store("blank", blank, blank);
            WorkflowRun build = run(
                    "codeDeploy(credentialsId: 'blank', roleArn: '"
                            + world.aws.seed().roleArn()
                            + "', region: '" + world.aws.region() + "', application: 'demo',"
                            + " deploymentGroup: 'virtual', gitHub: gitHub(repository: 'acme/demo', commitId: '"
                            + COMMIT + "'))",
                    Result.FAILURE);
            j.assertLogContains("has no valid access key", build);
        }
        assertEquals(0, world.aws.calls().all().size());
    }

    private static void store(String id, String accessKey, String secretKey) throws Exception {
        List<com.cloudbees.plugins.credentials.Credentials> all =
                SystemCredentialsProvider.getInstance().getCredentials();
        all.removeIf(c -> c instanceof AWSCredentialsImpl keys && keys.getId().equals(id));
        all.add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, id, accessKey, secretKey, ""));
        SystemCredentialsProvider.getInstance().save();
    }

    /** As the plugin Authorize Project does it: nobody knows from the job alone as whom its builds run. */
    public static final class AsWhoeverStarts extends QueueItemAuthenticator {
        @Override
        public Authentication authenticate2(Queue.Item item) {
            for (CauseAction action : item.getActions(CauseAction.class)) {
                for (Cause cause : action.getCauses()) {
                    if (cause instanceof Cause.UserIdCause user && user.getUserId() != null) {
                        return User.getOrCreateByIdOrFullName(user.getUserId()).impersonate2();
                    }
                }
            }
            return null;
        }

        @Override
        public Authentication authenticate2(Queue.Task task) {
            return null;
        }
    }

    private void secure() {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Computer.BUILD)
                .everywhere()
                .to("mallory")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Computer.BUILD, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("bob"));
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().add(new AsWhoeverStarts());
    }

    @Test
    void whoMayNotUseCredentialsUsesNoneByStartingABuild() throws Exception {
        secure();
        WorkflowJob pipeline = j.createProject(WorkflowJob.class);
        pipeline.setDefinition(new CpsFlowDefinition(deploy("production"), true));
        FreeStyleProject freestyle = freestyle("production");
        WorkflowJob direct = j.createProject(WorkflowJob.class);
        direct.setDefinition(new CpsFlowDefinition(
                "codeDeploy(credentialsId: '" + DeployWorld.CREDENTIALS + "', roleArn: '"
                        + world.aws.seed().roleArn() + "', region: '" + world.aws.region()
                        + "', application: 'demo', deploymentGroup: 'virtual',"
                        + " gitHub: gitHub(repository: 'acme/demo', commitId: '" + COMMIT + "'))",
                true));

        for (hudson.model.Job<?, ?> job : List.of(pipeline, freestyle, direct)) {
            Run<?, ?> refused = start(job, "mallory");
            j.assertBuildStatus(Result.FAILURE, refused);
            j.assertLogContains(NOT_HERE, refused);
        }
        assertEquals(0, world.aws.calls().all().size(), "nobody was asked");
        j.assertBuildStatusSuccess(start(pipeline, "bob"));
        j.assertBuildStatusSuccess(start(freestyle, "bob"));
    }

    @Test
    void whoMayNotUseCredentialsDoesNotGetTheControllersIdentityEither() throws Exception {
        secure();
        TargetAccount self = new TargetAccount("self");
        self.setControllerIdentity(true);
        self.setRoleArn(world.aws.seed().roleArn());
        self.setRegion(world.aws.region());
        self.setStsEndpoint(world.aws.endpoint().toString());
        self.setCodedeployEndpoint(world.aws.endpoint().toString());
        FreeStyleProject freestyle = freestyle("self");
        self.setFolders(List.of(freestyle.getFullName()));
        TargetAccounts.get().setTargets(List.of(self));

        Run<?, ?> refused = start(freestyle, "mallory");
        j.assertBuildStatus(Result.FAILURE, refused);
        j.assertLogContains("is not allowed to use credentials here", refused);
        assertEquals(0, world.aws.calls().all().size(), "nobody was asked");
    }

    private Run<?, ?> start(hudson.model.Job<?, ?> job, String user) throws Exception {
        Queue.Item item = jenkins.model.ParameterizedJobMixIn.scheduleBuild2(
                job, 0, new CauseAction(new Cause.UserIdCause(user)));
        return (Run<?, ?>) item.getFuture().get();
    }
}
