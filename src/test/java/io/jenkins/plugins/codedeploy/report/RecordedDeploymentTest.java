package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** From a Pipeline through the simulated AWS into the record and the log. */
@WithJenkins
class RecordedDeploymentTest {
    private JenkinsRule j;
    private DeployWorld world;
    private WorkflowJob job;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        job = j.createProject(WorkflowJob.class, "shop");
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    @Test
    void recordsWhatAPipelineDeploysFailsAndRollsBack() throws Exception {
        job.setDefinition(pipeline("exit 0"));
        WorkflowRun good = j.buildAndAssertSuccess(job);
        DeploymentRecord first = DeploymentsActionTest.only(good);
        assertEquals("Succeeded", first.getStatus());
        assertEquals("SUCCEEDED", first.getOutcome());
        assertEquals("demo", first.getApplication());
        assertEquals(DeployWorld.TARGET, first.getTarget());
        assertNotNull(first.getDigest());
        assertTrue(first.getRevision().contains(first.getDigest()), first.getRevision());
        assertFalse(first.getDeployment().getTargets().isEmpty());
        assertTrue(first.getDeployment().getTargets().stream()
                .flatMap(t -> t.getEvents().stream())
                .anyMatch(e -> e.getName().equals("Install") && e.getEnd() != null));
        j.assertLogContains("Timeline and details: page", good);

        WorkflowRun again = j.buildAndAssertSuccess(job);
        List<EarlierDeployment> earlier = DeploymentsActionTest.only(again).getEarlier();
        assertEquals(1, earlier.size());
        assertEquals(1, earlier.get(0).getBuild());

        job.setDefinition(pipeline("echo no port left >&2; exit 3"));
        WorkflowRun bad = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        DeploymentRecord failed = DeploymentsActionTest.only(bad);
        assertEquals("Failed", failed.getStatus());
        FailedEvent event = failed.getDeployment().getFailures().get(0);
        assertEquals("ApplicationStart", event.getEvent());
        assertTrue(event.getLogTail().contains("no port left"), event.getLogTail());
        assertNotNull(failed.getRollback());
        assertEquals("Succeeded", failed.getRollback().getStatus());
        j.assertLogContains("no port left", bad);
        assertFalse(DeploymentsActionTest.action(bad).isRunning());
    }

    private static CpsFlowDefinition pipeline(String script) throws Exception {
        return new CpsFlowDefinition("""
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\nhooks:\\n  ApplicationStart:\\n    - location: start.sh\\n      timeout: 60\\n'
                  writeFile file: 'dist/start.sh', text: '#!/bin/sh\\n%s\\n'
                  sh 'chmod +x dist/start.sh'
                  codeDeploy source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging', autoRollback: [onFailure: true]
                }
                """.formatted(script), true);
    }
}
