package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.Shell;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build that a refusal has ended says who was refused what, which step that is, and the statement that fixes it. */
@WithJenkins
class DiagnosisTest {
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

    private WorkflowJob pipeline() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')
                }
                """, true));
        return job;
    }

    private FreeStyleProject freestyle() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList()
                .add(new Shell("mkdir -p dist && printf 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n"
                        + "    destination: /opt/demo\\n' > dist/appspec.yml"));
        CodeDeployStep builder = new CodeDeployStep();
        builder.setTarget(DeployWorld.TARGET);
        builder.setApplication("demo");
        builder.setDeploymentGroup("staging");
        builder.setSource("dist");
        job.getBuildersList().add(new CodeDeployBuilder(builder));
        return job;
    }

    @Test
    void instancesThatMayNotReadTheBucket() throws Exception {
        WorkflowJob shop = pipeline();
        world.aws.s3().deletePolicy(world.aws.seed().bucket());
        Run<?, ?> first = j.buildAndAssertStatus(Result.FAILURE, shop);
        for (Run<?, ?> build : new Run<?, ?>[] {first, j.buildAndAssertStatus(Result.FAILURE, freestyle())}) {
            j.assertLogContains("No deployment was created", build);
            j.assertLogContains("This is step 2 of the setup", build);
            j.assertLogContains(
                    "Add this statement to the bucket policy of arn:aws:s3:::revisions-111111111111:", build);
            j.assertLogContains("\"AWS\": \"" + world.aws.seed().instanceRoleArn() + "\"", build);
            j.assertLogContains("\"s3:GetObject\"", build);
            j.assertLogNotContains("\tat ", build);
            j.assertLogNotContains(world.secretKey(), build);
        }
        assertEquals(0, world.deployments().size());
        String fix = statement(JenkinsRule.getLog(first), "Add this statement to the bucket policy");
        world.aws
                .s3()
                .putPolicy(world.aws.seed().bucket(), "{\"Version\": \"2012-10-17\", \"Statement\": [" + fix + "]}");
        j.buildAndAssertSuccess(shop);
    }

    /** As somebody copies it out of the log. */
    private static String statement(String log, String instruction) {
        int from = log.indexOf('{', log.indexOf(instruction));
        int depth = 0;
        for (int at = from; at < log.length(); at++) {
            depth += log.charAt(at) == '{' ? 1 : log.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return log.substring(from, at + 1);
            }
        }
        throw new AssertionError(log);
    }

    @Test
    void aRoleThatMayNotBeAssumed() throws Exception {
        world.aws.iam().delete(world.aws.seed().roleArn());
        Run<?, ?> build = j.buildAndAssertStatus(Result.FAILURE, pipeline());
        j.assertLogContains("sts:AssumeRole", build);
        j.assertLogContains(world.aws.seed().roleArn(), build);
        j.assertLogContains("This is step 3 of the setup", build);
        j.assertLogContains("In the trust policy of " + world.aws.seed().roleArn() + ", add ", build);
        j.assertLogContains(" and " + world.aws.seed().externalId() + ".", build);
        assertEquals(0, world.deployments().size());
    }
}
