package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The buttons of a deployment that runs. */
@WithJenkins
class DeploymentCommandsTest {
    private JenkinsRule j;
    private DeployWorld world;
    private WorkflowJob job;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        job = j.createProject(WorkflowJob.class, "release");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CANCEL)
                .everywhere()
                .to("canceller")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder")
                .grant(Jenkins.READ, Item.READ, Item.CANCEL, Item.BUILD)
                .everywhere()
                .to("operator")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    private WorkflowRun begin() throws Exception {
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  codeDeploy source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging'
                }
                """, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private DeploymentRecord record(WorkflowRun build) {
        return build.getAction(DeploymentsAction.class).all().get(0);
    }

    private void awaitStatus(WorkflowRun build, String status) throws InterruptedException {
        for (int look = 0; look < 6_000; look++) {
            DeploymentsAction action = build.getAction(DeploymentsAction.class);
            if (action != null
                    && action.all().stream().anyMatch(r -> r.getStatus().equals(status))) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never " + status);
    }

    private WebResponse call(String user, WorkflowRun build, HttpMethod method, String command) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.login(user);
        URL url = URI.create(j.getURL() + build.getUrl() + "codedeploy/" + command + "step="
                        + record(build).getStep())
                .toURL();
        WebRequest request = new WebRequest(url, method);
        return web.getPage(method == HttpMethod.POST ? web.addCrumb(request) : request)
                .getWebResponse();
    }

    private String page(String user, WorkflowRun build) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
        web.login(user);
        return web.goTo(build.getUrl() + "codedeploy/").getWebResponse().getContentAsString();
    }

    @Test
    void stopsADeploymentByPostAndWithTheRightAlone() throws Exception {
        world.slow("staging");
        WorkflowRun build = begin();
        awaitStatus(build, "InProgress");

        assertEquals(403, call("reader", build, HttpMethod.POST, "stop?").getStatusCode());
        assertEquals(403, call("builder", build, HttpMethod.POST, "stop?").getStatusCode());
        assertEquals(
                403,
                call("canceller", build, HttpMethod.POST, "stop?rollBack=true&").getStatusCode());
        assertTrue(call("operator", build, HttpMethod.GET, "stop?").getStatusCode() >= 400);
        assertEquals(0, world.aws.calls().count("StopDeployment"));
        assertFalse(page("reader", build).contains("/codedeploy/stop?"));
        assertTrue(page("canceller", build).contains("/codedeploy/stop?"));
        assertFalse(page("canceller", build).contains("rollBack=true"));
        assertTrue(page("operator", build).contains("rollBack=true"));

        assertEquals(200, call("canceller", build, HttpMethod.POST, "stop?").getStatusCode());
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));
        assertEquals("Stopped", world.only().status());
        j.assertLogContains("Stop of deployment " + world.only().id() + " requested by canceller", build);
        assertFalse(page("operator", build).contains("/codedeploy/stop?"), "it has ended");
    }

    @Test
    void stopsAndRollsBack() throws Exception {
        j.assertBuildStatusSuccess(j.waitForCompletion(begin()));
        world.slow("staging");
        WorkflowRun build = begin();
        awaitStatus(build, "InProgress");
        assertEquals(
                200,
                call("operator", build, HttpMethod.POST, "stop?rollBack=true&").getStatusCode());
        world.group("staging").eventDuration(Duration.ofSeconds(1));
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));
        assertTrue(world.deployments().stream().anyMatch(d -> "Stopped".equals(d.status())));
        assertEquals(1, world.aws.calls().count("StopDeployment"));
    }

    @Test
    void continuesTrafficThatWaits() throws Exception {
        world.group("staging").blueGreen(Duration.ofDays(2), null);
        WorkflowRun build = begin();
        awaitStatus(build, "Ready");
        assertTrue(page("builder", build).contains("/codedeploy/reroute?"));
        assertFalse(page("canceller", build).contains("/codedeploy/reroute?"));
        assertEquals(403, call("canceller", build, HttpMethod.POST, "reroute?").getStatusCode());
        assertEquals(200, call("builder", build, HttpMethod.POST, "reroute?").getStatusCode());
        j.assertBuildStatusSuccess(j.waitForCompletion(build));
        j.assertLogContains("rerouted by builder", build);
    }

    @Test
    void neverStopsAfterTheTrafficHasShifted() throws Exception {
        world.group("staging").blueGreen(null, Duration.ofDays(2));
        WorkflowRun build = begin();
        for (int look = 0; look < 6_000; look++) {
            DeploymentsAction action = build.getAction(DeploymentsAction.class);
            if (action != null
                    && action.all().stream()
                            .anyMatch(r -> r.getDeployment() != null
                                    && r.getDeployment().isTrafficShifted())) {
                break;
            }
            Thread.sleep(50);
        }
        assertFalse(page("operator", build).contains("/codedeploy/stop?"));
        WebResponse refused = call("operator", build, HttpMethod.POST, "stop?");
        assertEquals(400, refused.getStatusCode());
        assertEquals(0, world.aws.calls().count("StopDeployment"));
        build.doStop();
        j.waitForCompletion(build);
    }

    @Test
    void aRefusalOfAwsIsToldWithoutAccounts() throws Exception {
        world.slow("staging");
        WorkflowRun build = begin();
        awaitStatus(build, "InProgress");
        world.aws.iam().putPolicy(world.aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Deny", "Action": "codedeploy:StopDeployment", "Resource": "*"}]}
                """);
        WebResponse refused = call("canceller", build, HttpMethod.POST, "stop?");
        assertEquals(400, refused.getStatusCode());
        String text = refused.getContentAsString();
        assertTrue(text.contains("codedeploy:StopDeployment"), text);
        assertFalse(text.contains("222222222222"), text);
        build.doStop();
        build.doStop();
        j.waitForCompletion(build);
    }
}
