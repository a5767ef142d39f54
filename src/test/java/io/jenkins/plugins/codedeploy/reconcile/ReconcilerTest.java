package io.jenkins.plugins.codedeploy.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.run.OpenDeployments;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.net.URL;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Deployments that run, or may, and that no build follows: told until somebody follows them, or they end. */
@WithJenkins
class ReconcilerTest {
    /** In AWS' time, 20 times ours: all events together last longer than any test before it lets them end. */
    private static final Duration AN_EVENT = Duration.ofMinutes(3);

    private final LogRecorder log =
            new LogRecorder().record(OrphanedDeployment.class, Level.INFO).capture(100);

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
        log.close();
        world.close();
    }

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private WorkflowRun deploy() throws Exception {
        return start("codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'virtual',"
                + " gitHub: gitHub(repository: 'acme/demo', commitId: '" + "0".repeat(40) + "'))");
    }

    /** Aborted by somebody who would not wait for the stop, which AWS does not take. */
    private WorkflowRun leaveOneRunning() throws Exception {
        world.group("virtual").eventDuration(AN_EVENT);
        WorkflowRun build = deploy();
        j.waitForMessage(" created: ", build);
        world.aws.faults().next("codedeploy", "StopDeployment", 1_000, Fault.unavailable());
        build.doStop();
        j.waitForMessage("Stopping deployment ", build);
        build.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        world.aws.faults().clear();
        return build;
    }

    private static OrphanedMonitor monitor() {
        return Jenkins.get().getExtensionList(OrphanedMonitor.class).get(0);
    }

    private static void await(BooleanSupplier condition) throws Exception {
        for (int i = 0; i < 3_000 && !condition.getAsBoolean(); i++) {
            Reconciler.get().look();
            Thread.sleep(20);
        }
        assertTrue(condition.getAsBoolean(), "it never came to that");
    }

    private static String note(WorkflowRun build) {
        OrphanedAction action = build.getAction(OrphanedAction.class);
        return action == null ? "" : action.getNotes().get(0).getText();
    }

    @Test
    void tellsTheBuildTheLogAndTheAdministratorsUntilItsEnd() throws Exception {
        WorkflowRun build = leaveOneRunning();
        String id = world.only().id();
        await(() -> monitor().getDeployments().stream().anyMatch(d -> "InProgress".equals(d.getStatus())));

        assertEquals(id, monitor().getDeployments().get(0).getName());
        assertTrue(note(build).contains("deploymentId: '" + id + "'"), note(build));
        assertTrue(
                log.getMessages().stream().anyMatch(m -> m.contains(id)),
                log.getMessages().toString());
        String page = j.createWebClient().goTo("manage").asNormalizedText();
        assertTrue(page.contains(id) && page.contains(build.getFullDisplayName()), page);

        world.group("virtual").eventDuration(Duration.ofMillis(1));
        await(() -> !monitor().isActivated());
        assertTrue(note(build).contains(id + " ended Succeeded"), note(build));
        assertFalse(build.getAction(OrphanedAction.class).isOpen());
        assertEquals(0, OpenDeployments.get().all().size());
        assertEquals(1, world.aws.calls().count("CreateDeployment"), "it only looks");
    }

    @Test
    void leavesItToABuildThatFollowsItAgain() throws Exception {
        WorkflowRun build = leaveOneRunning();
        String id = world.only().id();
        await(() -> monitor().isActivated());
        WorkflowRun again = start("codeDeploy(target: 'production', deploymentId: '" + id + "')");
        j.waitForMessage("Following deployment " + id, again);

        await(() -> !monitor().isActivated());
        assertFalse(build.getAction(OrphanedAction.class).isOpen());
        world.group("virtual").eventDuration(Duration.ofMillis(1));
        j.assertBuildStatusSuccess(j.waitForCompletion(again));
        await(() -> !monitor().isActivated());
        assertNull(again.getAction(OrphanedAction.class));
    }

    @Test
    void findsWhatNobodyWasAllowedToLookForOnceThatIsAllowed() throws Exception {
        world.group("virtual").eventDuration(AN_EVENT);
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
        WorkflowRun build = endUnknown();
        await(() -> monitor().isActivated());
        OrphanedDeployment one = monitor().getDeployments().get(0);
        assertFalse(one.isNamed());
        assertTrue(world.only().description().contains(one.getName()), one.getName());
        assertTrue(note(build).contains("codedeploy:ListDeployments"), note(build));

        world.aws.iam().deletePolicy(world.aws.seed().roleArn(), "Deny");
        await(() -> monitor().getDeployments().stream()
                .anyMatch(d -> d.getName().equals(world.only().id()) && "InProgress".equals(d.getStatus())));
        world.group("virtual").eventDuration(Duration.ofMillis(1));
        await(() -> !monitor().isActivated());
        assertTrue(note(build).contains("ended Succeeded"), note(build));
        assertEquals(1, world.aws.calls().count("CreateDeployment"));
    }

    @Test
    void isSureInTheEndThatNothingWasCreated() throws Exception {
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.drop());
        WorkflowRun build = endUnknown();
        await(() -> monitor().isActivated());
        world.aws.iam().deletePolicy(world.aws.seed().roleArn(), "Deny");

        await(() -> !monitor().isActivated());
        assertFalse(build.getAction(OrphanedAction.class).isOpen());
        assertEquals(0, world.deployments().size());
        assertEquals(0, OpenDeployments.get().all().size());
    }

    private WorkflowRun endUnknown() throws Exception {
        world.aws.iam().putPolicy(world.aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Deny", "Resource": "*",
                   "Action": ["codedeploy:ListDeployments", "codedeploy:GetDeploymentGroup"]}]}
                """);
        WorkflowRun build = deploy();
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));
        j.assertLogContains("It is not known whether a deployment", build);
        return build;
    }

    @Test
    void onlyAnAdministratorMayLetItBe() throws Exception {
        WorkflowRun build = leaveOneRunning();
        await(() -> monitor().isActivated());
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        String path = "administrativeMonitor/" + monitor().id + "/dismiss?key="
                + monitor().getDeployments().get(0).getKey();

        assertEquals(405, status("admin", HttpMethod.GET, path));
        assertEquals(403, status("manager", HttpMethod.POST, path));
        assertTrue(monitor().isActivated());
        assertEquals(200, status("admin", HttpMethod.POST, path));
        await(() -> !monitor().isActivated());
        assertTrue(note(build).contains("admin"), note(build));
        assertNull(world.only().completed(), "it goes on");
    }

    private int status(String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client = j.createWebClient().login(user);
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(j.getURL(), path), method);
        return client.getPage(method == HttpMethod.POST ? client.addCrumb(request) : request)
                .getWebResponse()
                .getStatusCode();
    }
}
