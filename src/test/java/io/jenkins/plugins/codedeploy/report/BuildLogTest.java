package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a build's log says, as its readers see it. */
@WithJenkins
class BuildLogTest {
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
    void tellsASuccessOnceAndWhereToSignIn() throws Exception {
        TargetAccounts.get().getTargets().get(0).setConsoleRole("Developer");
        job.setDefinition(pipeline("exit 0"));
        List<String> lines = told(j.buildAndAssertSuccess(job));
        inThisOrder(
                lines,
                "Bundling 2 files, \\d+ B",
                "Content digest [0-9a-f]{64}",
                "Sent zip archive, \\d+ B in .* s, .*/s",
                "Uploaded s3://.*\\.zip\\?versionId=.*&eTag=.*",
                "Deploying demo to staging in eu-central-1, target account \"production\" \\(222222222222\\)",
                "Deployment d-\\w+ .*https://eu-central-1\\.console\\.aws\\.amazon\\.com/.*",
                "To open the deployment in the AWS console, sign in to the target account: https://signin\\.aws\\.amazon\\.com/switchrole\\?account=222222222222&roleName=Developer",
                "Timeline and details: .*",
                "  d-\\w+  i-\\w+  Install  Succeeded  .*",
                "  d-\\w+  i-\\w+  ValidateService  Succeeded  .*",
                "d-\\w+ Succeeded: 1 of 1 succeeded.*");
        assertEquals(Set.copyOf(lines).size(), lines.size(), "nothing is told twice: " + lines);

        List<String> again = told(j.buildAndAssertSuccess(job));
        inThisOrder(
                again, "Content digest .*", "Already in the bucket, not uploaded again: s3://.*", "Deploying demo .*");
    }

    @Test
    void tellsAFailureAsATableAndFollowsTheRollback() throws Exception {
        job.setDefinition(pipeline("exit 0"));
        j.buildAndAssertSuccess(job);
        TargetAccount target = TargetAccounts.get().getTargets().get(0);
        target.setConsoleRole("Developer");
        target.setAccessPortalUrl("https://example.awsapps.com/start");
        job.setDefinition(pipeline("echo no port left >&2; exit 3"));
        WorkflowRun bad = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        List<String> lines = told(bad);
        inThisOrder(
                lines,
                "To open the deployment in the AWS console, sign in to the target account: https://example\\.awsapps\\.com/start/#/console\\?account_id=222222222222&role_name=Developer&destination=https%3A%2F%2F.*",
                "  d-\\w+  i-\\w+  ApplicationStart  Failed  .*",
                "d-\\w+ Failed: 0 of 1 succeeded.*",
                "CodeDeploy started a rollback: tracking deployment d-\\w+, rolling back d-\\w+",
                "d-\\w+ Succeeded: 1 of 1 succeeded.*",
                "  Target +Event +Code +Script +Message",
                "  i-\\w+  ApplicationStart  ScriptFailed  start.sh  Script at specified location.*",
                "    \\| LifecycleEvent - ApplicationStart",
                "    \\| \\[stderr]no port left",
                "ERROR: First cause: on i-.* Deployment d-\\w+ ended Failed: .*");

        String html = j.createWebClient()
                .goTo(bad.getUrl() + "logText/progressiveHtml", null)
                .getWebResponse()
                .getContentAsString();
        assertTrue(html.contains("<span class=\"codedeploy-failed-line\">  Target"), html);
        assertTrue(html.contains("<a href='https://eu-central-1.console.aws.amazon.com/codesuite/"), html);
        assertTrue(html.contains("<a href='https://example.awsapps.com/start/#/console?account_id="), html);
        assertTrue(html.contains("/" + bad.getUrl() + "codedeploy' class="), html);
    }

    /** As text, without Jenkins' annotations. */
    private List<String> told(WorkflowRun build) throws Exception {
        StringWriter text = new StringWriter();
        build.getLogText().writeLogTo(0, text);
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("[Pipeline]"))
                .toList();
    }

    private static void inThisOrder(List<String> lines, String... patterns) {
        int at = 0;
        for (String pattern : patterns) {
            int from = at;
            while (at < lines.size() && !lines.get(at).matches(pattern)) {
                at++;
            }
            assertTrue(
                    at < lines.size(),
                    pattern + " is not told from line " + from + " on:\n" + String.join("\n", lines));
            at++;
        }
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
