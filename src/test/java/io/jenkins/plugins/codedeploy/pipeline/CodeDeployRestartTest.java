package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

class CodeDeployRestartTest {
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

    @Test
    void goesOnWaitingAfterARestart() throws Throwable {
        world.group("staging").eventDuration(Duration.ofSeconds(40));
        sessions.then(j -> {
            world.configure();
            j.waitForMessage(" created: ", start(j, ""));
        });
        sessions.then(j -> {
            WorkflowRun build = only(j);
            j.assertBuildStatusSuccess(j.waitForCompletion(build));
            j.assertLogContains("Following deployment " + world.only().id(), build);
            j.assertLogContains("end Succeeded " + world.only().id() + " s3://", build);
        });
        assertEquals(1, world.aws.calls().count("CreateDeployment"));
        assertEquals(1, world.aws.calls().count("CompleteMultipartUpload"));
    }

    @Test
    void stopsAfterARestartWhatWasToBeStoppedAndKeepsTheStepsTimeOut() throws Throwable {
        world.slow("staging");
        sessions.then(j -> {
            world.configure();
            j.waitForMessage(" created: ", start(j, ", timeout: 1"));
        });
        sessions.then(j -> {
            WorkflowRun build = only(j);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
            j.assertLogContains(
                    "The time-out of 1 min is over; deployment " + world.only().id() + " is Stopped", build);
        });
        assertEquals("Stopped", world.only().status());
    }

    private static WorkflowRun start(JenkinsRule j, String more) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "restarted");
        job.setDefinition(new CpsFlowDefinition("""
                def end
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  end = codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging'%s)
                }
                echo "end ${end.status} ${end.deploymentId} ${end.revision}"
                """.formatted(more), true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun only(JenkinsRule j) {
        return j.jenkins.getItemByFullName("restarted", WorkflowJob.class).getBuildByNumber(1);
    }
}
