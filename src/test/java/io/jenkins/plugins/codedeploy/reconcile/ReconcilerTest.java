package io.jenkins.plugins.codedeploy.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.records.OpenDeployments;
import io.jenkins.plugins.codedeploy.report.DeploymentRecord;
import io.jenkins.plugins.codedeploy.report.DeploymentsAction;
import io.jenkins.plugins.codedeploy.report.ObservedDeployment;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        assertTrue(note(build).contains(id + " ended with status Succeeded"), note(build));
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
        j.waitForMessage("Tracking deployment " + id, again);

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
        assertTrue(note(build).contains("ended with status Succeeded"), note(build));
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
        j.assertLogContains("it is unknown whether a deployment", build);
        return build;
    }

    /** By the id alone, anybody's alert could be silenced. */
    @Test
    void whoOnlyNamesADeploymentDoesNotSilenceItsAlert() throws Exception {
        leaveOneRunning();
        String id = world.only().id();
        await(() -> monitor().isActivated());
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(
                        CredentialsScope.GLOBAL, "bogus", "AKIABOGUSBOGUSBOGUS0", "not-the-secret", ""));
        TargetAccount bogus = copy("bogus");
        bogus.setCredentialsId("bogus");
        TargetAccount elsewhere = copy("elsewhere");
        elsewhere.setRegion("us-east-1");
        List<TargetAccount> all = new ArrayList<>(TargetAccounts.get().getTargets());
        all.addAll(List.of(bogus, elsewhere));
        TargetAccounts.get().setTargets(all);

        for (String target : List.of("bogus", "elsewhere")) {
            WorkflowRun follower = start("codeDeploy(target: '" + target + "', deploymentId: '" + id + "')");
            j.waitForMessage("Tracking deployment " + id, follower);
            for (int i = 0; i < 5; i++) {
                Reconciler.get().look();
            }
            assertEquals(
                    1,
                    monitor().getDeployments().stream()
                            .filter(d -> d.getName().equals(id))
                            .count(),
                    target);
            follower.doKill();
            j.waitForCompletion(follower);
        }
        assertTrue(OpenDeployments.get().all().stream()
                .anyMatch(open -> "production".equals(open.getTarget().getTarget())));
    }

    private TargetAccount copy(String name) {
        TargetAccount known = TargetAccounts.get().getTargets().get(0);
        TargetAccount copy = new TargetAccount(name);
        copy.setCredentialsId(known.getCredentialsId());
        copy.setRoleArn(known.getRoleArn());
        copy.setExternalId(known.getExternalId());
        copy.setRegion(known.getRegion());
        copy.setCodedeployEndpoint(known.getCodedeployEndpoint());
        copy.setS3Endpoint(known.getS3Endpoint());
        copy.setStsEndpoint(known.getStsEndpoint());
        return copy;
    }

    @Test
    void aMistypedIdIsNoDeploymentThatNobodyFollows() throws Exception {
        WorkflowRun build = start("codeDeploy(target: 'production', deploymentId: 'd-NOSUCHONE')");
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));
        Reconciler.get().look();

        j.assertLogContains("Deployment d-NOSUCHONE does not exist", build);
        assertEquals(0, OpenDeployments.get().all().size());
        assertFalse(monitor().isActivated());
        assertNull(build.getAction(OrphanedAction.class));
    }

    /** Somebody wanted it stopped, and it runs: that is not left to itself. */
    @Test
    void aRefusedStopIsFollowedToTheDeploymentsEnd() throws Exception {
        world.group("virtual").eventDuration(AN_EVENT);
        world.aws.iam().putPolicy(world.aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Deny", "Resource": "*", "Action": "codedeploy:StopDeployment"}]}
                """);
        WorkflowRun build = deploy();
        j.waitForMessage(" created: ", build);
        build.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        String id = world.only().id();
        await(() ->
                monitor().getDeployments().stream().anyMatch(d -> d.getName().equals(id)));

        world.group("virtual").eventDuration(Duration.ofMillis(1));
        await(() -> !monitor().isActivated());
        assertTrue(note(build).contains(id + " ended with status Succeeded"), note(build));
        assertEquals("Succeeded", record(build).getStatus(), "the page does not show the last look for ever");
    }

    private static ObservedDeployment record(WorkflowRun build) {
        return build.getAction(DeploymentsAction.class).getDeployments().get(0).getDeployment();
    }

    /** As of a build that was saved while the plugin was disabled. */
    @Test
    void aRecordThatWasLostIsMadeAnew() throws Exception {
        WorkflowRun build = leaveOneRunning();
        build.removeActions(DeploymentsAction.class);
        build.save();
        await(() -> build.getAction(DeploymentsAction.class) != null);

        DeploymentRecord record =
                build.getAction(DeploymentsAction.class).getDeployments().get(0);
        assertEquals("demo", record.getApplication());
        assertEquals("production", record.getTarget());
        assertEquals(world.only().id(), record.getDeployment().getId());
        world.group("virtual").eventDuration(Duration.ofMillis(1));
        await(() -> "Succeeded".equals(record(build).getStatus()));
    }

    @Test
    void aReaderSeesNoRolesAndAccounts() throws Exception {
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
        world.group("virtual").eventDuration(AN_EVENT);
        WorkflowRun build = endUnknown();
        await(() -> monitor().isActivated());
        assertTrue(note(build).contains(world.aws.seed().roleArn()), note(build));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("developer"));

        String seen = j.createWebClient().login("reader").getPage(build).asNormalizedText();
        assertTrue(seen.contains("UNKNOWN"), seen);
        assertFalse(seen.contains(world.aws.seed().roleArn()), seen);
        assertFalse(seen.contains(Accounts.TARGET), seen);
        String whole = j.createWebClient().login("developer").getPage(build).asNormalizedText();
        assertTrue(whole.contains(world.aws.seed().roleArn()), whole);
    }

    @Test
    void manyAreGroupedAndCappedAndDismissedTogether() throws Exception {
        List<WorkflowRun> builds = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String group = "g" + i;
            world.group(group).virtualInstances(1).eventDuration(Duration.ofHours(10));
            builds.add(start("codeDeploy(target: 'production', application: 'demo', deploymentGroup: '" + group
                    + "', gitHub: gitHub(repository: 'acme/demo', commitId: '" + "0".repeat(40) + "'))"));
        }
        for (WorkflowRun build : builds) {
            j.waitForMessage(" created: ", build);
        }
        world.aws.faults().next("codedeploy", "StopDeployment", 1_000, Fault.unavailable());
        for (WorkflowRun build : builds) {
            build.doStop();
            j.waitForMessage("Stopping deployment ", build);
            build.doStop();
            j.waitForCompletion(build);
        }
        world.aws.faults().clear();
        await(() -> monitor().getDeployments().size() == 12);

        assertEquals(
                10,
                monitor().getGroups().stream()
                        .mapToInt(group -> group.getDeployments().size())
                        .sum());
        assertEquals(2, monitor().getHidden());
        String page = j.createWebClient().goTo("manage").asNormalizedText();
        assertTrue(page.contains("production: demo / g"), page);
        assertTrue(page.contains("Not shown: 2 more"), page);
        assertTrue(page.contains("Dismiss all 12"), page);

        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("manager")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        String path = "administrativeMonitor/" + monitor().id + "/dismissAll";
        assertEquals(405, status("admin", HttpMethod.GET, path));
        assertEquals(403, status("manager", HttpMethod.POST, path));
        assertTrue(monitor().isActivated());
        assertEquals(200, status("admin", HttpMethod.POST, path));
        assertFalse(monitor().isActivated());
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
