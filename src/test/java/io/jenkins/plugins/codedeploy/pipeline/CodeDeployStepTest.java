package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import java.nio.file.Files;
import java.time.Duration;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CodeDeployStepTest {
    private static final String APP_SPEC =
            "version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n";
    private static final String FILES = "writeFile file: 'dist/appspec.yml', text: '" + APP_SPEC + "'\n"
            + "writeFile file: 'dist/index.html', text: 'hello'\n";

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

    private WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    @Test
    void pushesOnAnAgentAndDeploysTheSameBytesTwiceWithoutOne() throws Exception {
        DumbSlave agent = j.createOnlineSlave();
        WorkflowJob job = job("push", """
                def pushed
                node('%s') {
                  %s
                  pushed = codeDeployPush(source: 'dist', target: 'production')
                }
                echo "key ${pushed.key} version ${pushed.versionId} tag ${pushed.eTag} uploaded ${pushed.uploaded}"
                echo "env ${env.CODEDEPLOY_REVISION}"
                def first = codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'staging', revision: pushed)
                def second = codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'production', revision: "${pushed}")
                echo "ends ${first.status} ${second.status} ${first.deploymentId} ${first.revision.bucket} ${first.duration > 0} ${first.rollbackId}"
                echo "then ${env.CODEDEPLOY_STATUS} ${env.CODEDEPLOY_DEPLOYMENT_ID}"
                """.formatted(agent.getNodeName(), FILES));
        WorkflowRun build = j.buildAndAssertSuccess(job);
        assertEquals(2, world.deployments().size());
        DeploymentSummary first = world.deployments().get(0);
        DeploymentSummary second = world.deployments().get(1);
        assertEquals(first.revision(), second.revision());
        j.assertLogContains("env s3://" + world.aws.seed().bucket() + "/CodeDeploy/push/", build);
        j.assertLogContains("uploaded true", build);
        j.assertLogContains(
                "ends Succeeded Succeeded " + first.id() + " "
                        + world.aws.seed().bucket() + " true null",
                build);
        j.assertLogContains("then Succeeded " + second.id(), build);
        j.assertLogContains("/codesuite/codedeploy/deployments/" + first.id(), build);
        assertEquals(
                "hello", Files.readString(world.group("staging").host(0).root().resolve("opt/demo/index.html")));

        WorkflowRun again = j.buildAndAssertSuccess(job);
        j.assertLogContains("uploaded false", again);
        assertEquals(1, world.aws.calls().count("CompleteMultipartUpload"));
    }

    @Test
    void tellsAFailedDeploymentInOneMessage() throws Exception {
        world.group("staging")
                .host(0)
                .on("AfterInstall", Behavior.failScript("AfterInstall", "scripts/after.sh", "no disk"));
        WorkflowJob job = job(
                "failing",
                "node {\n" + FILES
                        + "codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')\n}");
        WorkflowRun build = j.buildAndAssertStatus(Result.FAILURE, job);
        String id = world.only().id();
        j.assertLogContains("Deployment " + id + " ended Failed: HEALTH_CONSTRAINTS", build);
        j.assertLogContains("scripts/after.sh", build);
        j.assertLogContains("    | [stderr]no disk", build);
        j.assertLogNotContains("\tat io.jenkins", build);
        j.assertLogNotContains("Exception", build);
    }

    @Test
    void refusesWhatCannotWorkBeforeAnyCall() throws Exception {
        String[][] wrong = {
            {"codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'staging')", "Nothing to deploy"},
            {
                "codeDeploy(deploymentId: 'd-A1B2C3D4E', revision: 's3://b-b-b/k.zip', target: 'production')",
                "revision, deploymentId"
            },
            {
                "codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'staging', source: 'dist')",
                "Put the step inside node"
            },
            {
                "codeDeploy(target: 'production', deploymentGroup: 'staging', revision: 's3://b-b-b/k.zip')",
                "application: A value is required"
            },
            {
                "codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'x', revision: 'k.zip')",
                "revision: "
            },
            {
                "codeDeploy(credentialsId: 'aws-dev', region: 'eu-central-1', roleArn: 'nonsense', application: 'demo', deploymentGroup: 'x', revision: 's3://b-b-b/k.zip')",
                "roleArn: "
            },
            {
                "codeDeploy(target: 'elsewhere', application: 'demo', deploymentGroup: 'x', revision: 's3://b-b-b/k.zip')",
                "elsewhere"
            },
            {"node { codeDeployPush(source: '', target: 'production') }", "source: A value is required"},
            {"node { codeDeployPush(source: '/etc', target: 'production') }", "source: /etc is outside the workspace"},
            {"node { codeDeployPush(source: '../../secrets', target: 'production') }", "is outside the workspace"},
            {
                "node { codeDeployPush(source: '.', appSpec: '../../config.xml', target: 'production') }",
                "appSpec: ../../config.xml is outside the workspace"
            },
            {"codeDeployPush(source: 'dist', target: 'production')", "Perhaps you forgot to surround the"},
        };
        for (int i = 0; i < wrong.length; i++) {
            WorkflowRun build = j.buildAndAssertStatus(Result.FAILURE, job("wrong" + i, wrong[i][0]));
            j.assertLogContains(wrong[i][1], build);
            j.assertLogNotContains("\tat io.jenkins", build);
        }
        assertEquals(0, world.aws.calls().all().size());
    }

    /** However open the bucket is: it is not ours. */
    @Test
    void uploadsToNoBucketOfAnotherAccountUnlessThatAccountIsNamed() throws Exception {
        String bucket = world.aws.seed().targetBucket();
        TargetAccounts.get().getTargets().forEach(target -> target.setBucket(bucket));
        world.aws
                .s3()
                .putPolicy(
                        bucket,
                        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\","
                                + " \"Action\": \"s3:*\", \"Resource\": [\"arn:aws:s3:::" + bucket
                                + "\", \"arn:aws:s3:::" + bucket + "/*\"]}]}");
        world.aws
                .iam()
                .putPolicy(
                        world.aws.seed().jenkins().caller().arn(),
                        "AllOfS3",
                        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:*\","
                                + " \"Resource\": \"*\"}]}");
        String push = "node {\n" + FILES + "codeDeployPush(source: 'dist', target: 'production')\n}";
        WorkflowRun refused = j.buildAndAssertStatus(Result.FAILURE, job("foreign", push));
        j.assertLogContains("might not belong to account 111111111111", refused);
        assertEquals(0, world.aws.calls().count("UploadPart"));

        TargetAccounts.get().getTargets().forEach(target -> target.setBucketAccount("222222222222"));
        j.buildAndAssertSuccess(job("named", push));
    }

    @Test
    void keepsAKeyBelowTheTargetAccountsPrefixAndReplacesOnlyItsOwn() throws Exception {
        TargetAccounts.get().getTargets().forEach(target -> target.setKeyPrefix("releases"));
        String push = "node {\n" + FILES + "codeDeployPush(source: 'dist', target: 'production', key: '%s'%s)\n}";
        WorkflowRun outside =
                j.buildAndAssertStatus(Result.FAILURE, job("outside", push.formatted("CodeDeploy/shop.zip", "")));
        j.assertLogContains("CodeDeploy/shop.zip is outside releases/", outside);

        WorkflowJob own = job("own", push.formatted("releases/shop.zip", ""));
        j.buildAndAssertSuccess(own);
        own.setDefinition(
                new CpsFlowDefinition(push.formatted("releases/shop.zip", "").replace("hello", "2"), true));
        j.buildAndAssertSuccess(own);
        String other = push.replace("hello", "3");
        WorkflowRun foreign =
                j.buildAndAssertStatus(Result.FAILURE, job("foreign", other.formatted("releases/shop.zip", "")));
        j.assertLogContains("is an object that this job did not upload", foreign);
        j.buildAndAssertSuccess(job("forced", other.formatted("releases/shop.zip", ", force: true")));
    }

    @Test
    void stopsTheDeploymentWhenTheBuildIsAborted() throws Exception {
        world.slow("staging");
        WorkflowJob job = job(
                "aborted",
                "node {\n" + FILES
                        + "codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')\n}");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage(" created: ", build);
        build.doStop();
        j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
        DeploymentSummary record = world.only();
        assertEquals("Stopped", record.status());
        j.assertLogContains("Aborted; deployment " + record.id() + " is Stopped", build);
    }

    @Test
    void leavesOrFollowsOnRequest() throws Exception {
        world.group("staging").eventDuration(Duration.ofSeconds(10));
        WorkflowJob job = job("left", """
                def begun
                node {
                  %s
                  begun = codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging', wait: false, description: 'release 7')
                }
                echo "begun ${begun}"
                def end = codeDeploy(target: 'production', deploymentId: begun.deploymentId)
                echo "end ${end.status} ${env.CODEDEPLOY_REVISION == begun.revision.toString()}"
                """.formatted(FILES));
        WorkflowRun build = j.buildAndAssertSuccess(job);
        DeploymentSummary record = world.only();
        j.assertLogContains("begun " + record.id(), build);
        j.assertLogContains("end Succeeded true", build);
        assertNotNull(record.description());
        assertTrue(record.description().startsWith("release 7 [xacd:"), record.description());
    }

    @Test
    void followsTheDeploymentWhenTheAgentIsLost() throws Exception {
        world.group("staging").eventDuration(Duration.ofSeconds(30));
        DumbSlave agent = j.createOnlineSlave();
        WorkflowJob job = job(
                "lost",
                "node('" + agent.getNodeName() + "') {\n" + FILES
                        + "codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')\n}");
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage(" created: ", build);
        StepExecution.acceptAll(
                        CodeDeployExecution.class,
                        execution -> stop(execution, new ExecutorStepExecution.RemovedNodeCause()))
                .get();
        j.waitForCompletion(build);
        j.assertLogContains("The agent is gone", build);
        assertEquals("Succeeded", world.only().status());
        j.assertBuildStatusSuccess(build);
    }

    private static void stop(StepExecution execution, CauseOfInterruption cause) {
        try {
            execution.stop(new FlowInterruptedException(Result.ABORTED, false, cause));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void stopsTheDeploymentWhenPipelinesTimeOutIsOver() throws Exception {
        world.slow("staging");
        WorkflowJob job = job(
                "timed",
                "timeout(time: 45, unit: 'SECONDS') { node {\n" + FILES
                        + "codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')\n} }");
        WorkflowRun build = j.buildAndAssertStatus(Result.ABORTED, job);
        assertEquals("Stopped", world.only().status());
        j.assertLogContains("Aborted; deployment " + world.only().id() + " is Stopped", build);
    }
}
