package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Computer;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A step whose agent goes, and a step that is told to stop: by a person, by another branch, by a time-out. */
@WithJenkins
class LossAndAbortTest {
    private static final String FILES =
            "writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'\n";
    private static final String STEP =
            "codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')\n";
    private static final String DEPLOY = "node {\n" + FILES + STEP + "}";

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

    private WorkflowRun start(String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "it never came to that");
    }

    /** Waits until a call has met its fault. */
    private void awaitFault() throws InterruptedException {
        await(() -> world.aws.faults().waiting() == 0);
    }

    /** As by a crash or a broken network: nobody says good-bye. */
    private static void lose(Computer agent) throws Exception {
        agent.getChannel().callAsync(new Halt());
        await(agent::isOffline);
    }

    private static final class Halt extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1;

        @Override
        public Void call() {
            Runtime.getRuntime().halt(1);
            return null;
        }
    }

    @Test
    void anAgentThatIsLostBeforeTheUploadIsAnAgentError() throws Exception {
        DumbSlave agent = j.createOnlineSlave();
        world.aws.faults().next("s3", "CreateMultipartUpload", Fault.slow(Duration.ofSeconds(3)));
        WorkflowRun build = start("""
                try {
                  node('%s') { %s }
                } catch (e) {
                  retry(count: 2, conditions: [agent()]) {
                    if (!env.AGAIN) { env.AGAIN = 'yes'; throw e }
                    echo 'it was an agent error'
                  }
                }
                """.formatted(agent.getNodeName(), FILES + STEP));
        awaitFault();
        lose(agent.toComputer());

        j.assertBuildStatusSuccess(j.waitForCompletion(build));
        j.assertLogContains("it was an agent error", build);
        assertEquals(0, world.deployments().size());
    }

    @Test
    void anAgentThatIsLostDuringTheUploadIsAnAgentErrorAndIsRetriedElsewhere() throws Exception {
        j.createOnlineSlave(Label.get("builder"));
        j.createOnlineSlave(Label.get("builder"));
        world.aws.faults().next("s3", "UploadPart", Fault.hang());
        WorkflowRun build =
                start("retry(count: 2, conditions: [agent()]) { node('builder') {\n" + FILES + STEP + "} }");
        awaitFault();
        lose(j.jenkins.getLabel("builder").getNodes().stream()
                .map(node -> node.toComputer())
                .filter(computer -> computer.countBusy() > 0)
                .findFirst()
                .orElseThrow());

        j.assertBuildStatusSuccess(j.waitForCompletion(build));
        j.assertLogContains("The connection to the agent was lost", build);
        j.assertLogNotContains("\tat ", build);
        assertEquals("Succeeded", world.only().status());
        assertEquals(1, world.aws.calls().count("CompleteMultipartUpload"));
    }

    @Test
    void anAgentThatIsRemovedAfterTheCallIsNotMissed() throws Exception {
        world.group("staging").eventDuration(Duration.ofMinutes(4));
        DumbSlave agent = j.createOnlineSlave();
        WorkflowRun build = start("node('" + agent.getNodeName() + "') {\n" + FILES + STEP + "}");
        j.waitForMessage(" created: ", build);
        lose(agent.toComputer());
        j.jenkins.removeNode(agent);
        j.waitForMessage("The agent is gone", build);
        assertEquals(0, world.aws.calls().count("StopDeployment"));
        world.group("staging").eventDuration(Duration.ofMillis(1));

        j.waitForCompletion(build);
        assertEquals("Succeeded", world.only().status());
        j.assertLogContains(world.only().id() + " Succeeded", build);
    }

    @Test
    void anAgentThatIsRemovedWhileTheCallIsInDoubtIsNotMissed() throws Exception {
        DumbSlave agent = j.createOnlineSlave();
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
        world.aws.faults().next("codedeploy", "GetDeploymentGroup", 1_000, Fault.unavailable());
        world.codeDeploy.limits().listLag(Duration.ofSeconds(30));
        WorkflowRun build = start("node('" + agent.getNodeName() + "') {\n" + FILES + STEP + "}");
        j.waitForMessage("The response to CreateDeployment was lost", build);
        lose(agent.toComputer());
        j.jenkins.removeNode(agent);
        j.waitForMessage("The agent is gone", build);
        world.codeDeploy.limits().listLag(Duration.ZERO);

        j.waitForCompletion(build);
        assertEquals("Succeeded", world.only().status());
        j.assertLogContains(world.only().id() + " Succeeded", build);
    }

    @Test
    void anotherBranchThatFailsStopsTheDeployment() throws Exception {
        world.slow("staging");
        WorkflowRun build = start("""
                parallel failFast: true,
                  deploy: { %s },
                  other: { semaphore 'fails'; error 'the other branch fails' }
                """.formatted(DEPLOY));
        j.waitForMessage(" created: ", build);
        SemaphoreStep.success("fails/1", null);

        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));
        assertEquals("Stopped", world.only().status());
        j.assertLogContains("Aborted; deployment " + world.only().id() + " is Stopped", build);
        j.assertLogContains("the other branch fails", build);
    }

    @Test
    void anAbortDuringTheUploadLeavesNothingInTheBucket() throws Exception {
        world.aws.faults().next("s3", "UploadPart", Fault.hang());
        WorkflowRun build = start(DEPLOY);
        awaitFault();
        build.doStop();

        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        assertEquals(0, world.deployments().size());
        assertEquals(0, world.aws.calls().count("CompleteMultipartUpload"));
        await(() -> world.aws.calls().count("AbortMultipartUpload") > 0);
        j.assertLogContains("The upload was canceled.", build);
    }

    @Test
    void anAbortWhileTheCallIsInDoubtStopsWhatItCreated() throws Exception {
        world.slow("staging");
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.lostAnswer());
        world.aws.faults().next("codedeploy", "GetDeploymentGroup", Fault.unavailable());
        WorkflowRun build = start(DEPLOY);
        j.waitForMessage("The response to CreateDeployment was lost", build);
        build.doStop();

        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        assertEquals("Stopped", world.only().status());
        j.assertLogContains("Aborted; deployment " + world.only().id() + " is Stopped", build);
    }

    @Test
    void aSecondAbortEndsTheStepAtOnceAndNamesTheDeployment() throws Exception {
        world.slow("staging");
        WorkflowRun build = start(DEPLOY);
        j.waitForMessage(" created: ", build);
        world.aws.faults().next("codedeploy", "StopDeployment", 100, Fault.unavailable());
        build.doStop();
        j.waitForMessage("Stopping deployment " + world.only().id(), build);
        build.doStop();

        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        j.assertLogContains(
                "Aborted again while stopping deployment " + world.only().id(), build);
        assertNull(world.only().completed(), "it goes on");
    }

    @Test
    void aRoleThatMayNotStopIsToldTheStatementAndTheDeployment() throws Exception {
        world.slow("staging");
        world.aws.iam().putPolicy(world.aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Deny", "Action": "codedeploy:StopDeployment", "Resource": "*"}]}
                """);
        WorkflowRun build = start(DEPLOY);
        j.waitForMessage(" created: ", build);
        build.doStop();

        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        DeploymentSummary record = world.only();
        assertNull(record.completed(), "it goes on");
        j.assertLogContains(
                "Aborted, but deployment " + record.id() + " could not be stopped and is still running", build);
        j.assertLogContains("codedeploy:StopDeployment", build);
    }

    /** Pipeline does not wait for us longer than its grace; what AWS answers afterwards must still be seen to. */
    @Test
    void whatIsCreatedAfterPipelineHasForcedTheEndIsStoppedAllTheSame() throws Exception {
        world.slow("staging");
        world.aws.faults().next("codedeploy", "CreateDeployment", Fault.slow(Duration.ofSeconds(20)));
        WorkflowRun build = start("timeout(time: 10, unit: 'SECONDS') {\n" + DEPLOY + "}");

        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        j.assertLogContains("Body did not finish within grace period", build);
        await(() -> world.deployments().size() == 1 && world.only().status().equals("Stopped"));
    }
}
