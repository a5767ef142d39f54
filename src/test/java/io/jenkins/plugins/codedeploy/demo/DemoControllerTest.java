package io.jenkins.plugins.codedeploy.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleProject;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DemoControllerTest {
    /** A second start is what a newcomer does next day, in the same home. */
    @Test
    void allJobsSucceedAfterEachStart(JenkinsRule j) throws Exception {
        for (int start = 1; start <= 2; start++) {
            try (DemoController demo = DemoController.start(j.jenkins)) {
                FreeStyleProject freestyle = (FreeStyleProject) j.jenkins.getItem(DemoController.FREESTYLE);
                j.buildAndAssertSuccess(freestyle);
                WorkflowJob pipeline = (WorkflowJob) j.jenkins.getItem(DemoController.PIPELINE);
                j.buildAndAssertSuccess(pipeline);
                j.buildAndAssertSuccess((WorkflowJob) j.jenkins.getItem(Keyless.JOB));
                assertEquals(
                        List.of("staging Succeeded", "staging Succeeded", "production Succeeded", "staging Succeeded"),
                        demo.landscape().codeDeploy().deployments().stream()
                                .map(d -> d.group() + " " + d.status())
                                .toList());
            }
        }
    }
}
