package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.EnvVars;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.util.List;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class CodeDeployPreflightStepTest {
    private static final String STEP =
            "codeDeployPreflight(target: 'production', application: 'demo', deploymentGroup: 'staging'";

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

    private WorkflowRun run(Result expected, String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return j.buildAndAssertStatus(expected, job);
    }

    @Test
    void printsTheChecksInTheGuidesOrderAndReturnsThem() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, "well", """
                def found = %s)
                echo "passed ${found.passed} of ${found.checks.size()}, failed ${found.failed}"
                def first = found.checks[0]
                echo "first ${first.check} ${first.step} ${first.status} ${first.failed} ${first.guidance}"
                echo "finding ${first.finding}"
                """.formatted(STEP));
        List<String> steps = JenkinsRule.getLog(build)
                .lines()
                .filter(Pattern.compile("^[1-5] [a-z-]+ +[A-Z_]+ ").asPredicate())
                .map(line -> line.substring(0, 1))
                .toList();
        assertEquals(15, steps.size());
        assertEquals(steps.stream().sorted().toList(), steps);
        j.assertLogContains("passed true of 15, failed []", build);
        j.assertLogContains("first identity 1 PASSED false null", build);
        j.assertLogContains(
                "finding The source account's identity, credential \"aws-dev\", is arn:aws:iam::111111111111:user/jenkins",
                build);
        j.assertLogContains("2 bucket-policy", build);
        assertEquals(0, world.deployments().size());
        assertEquals(1, world.aws.calls().count("AbortMultipartUpload"));
        assertEquals(0, world.aws.calls().count("CompleteMultipartUpload"));
    }

    @Test
    void failsWithTheStatementThatFixesItUnlessToldOtherwise() throws Exception {
        world.aws.s3().deletePolicy(world.aws.seed().bucket());
        WorkflowRun build = run(Result.FAILURE, "unreadable", STEP + ")");
        j.assertLogContains(
                "ERROR: The setup of target account production fails a check: bucket-policy (step 2). The fix is"
                        + " printed above.",
                build);
        j.assertLogContains("Add this statement to the bucket policy of arn:aws:s3:::revisions-111111111111:", build);
        j.assertLogContains("\"AWS\": \"" + world.aws.seed().instanceRoleArn() + "\"", build);
        j.assertLogNotContains("\tat io.jenkins", build);
        j.assertLogNotContains(world.secretKey(), build);

        WorkflowRun told = run(Result.SUCCESS, "told", """
                def found = %s, propagate: false)
                echo "passed ${found.passed}: ${found.failed.collect { it.check }} step ${found.failed[0].step}"
                echo "fix ${found.failed[0].guidance}"
                echo "all\\n${found}"
                """.formatted(STEP));
        j.assertLogContains("passed false: [bucket-policy] step 2", told);
        j.assertLogContains("fix This is step 2 of the setup", told);
        j.assertLogContains("all\n1 identity", told);
    }

    @Test
    void triesTheUploadFromTheAgent() throws Exception {
        // an agent whose network cannot reach S3, while the controller's can
        EnvVars env =
                new EnvVars("JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=1 -Dhttp.nonProxyHosts=");
        DumbSlave agent = j.createSlave("cut-off", null, env);
        j.waitOnline(agent);
        WorkflowRun build = run(Result.FAILURE, "inside", "node('cut-off') { " + STEP + ") }");
        j.assertLogContains("fails a check: upload (step 4)", build);
        WorkflowRun outside = run(Result.SUCCESS, "outside", STEP + ")");
        j.assertLogContains("one part was sent from the machine that uploads revisions", outside);
    }

    @Test
    void looksOnlyAtWhatIsGiven() throws Exception {
        WorkflowRun build = run(Result.SUCCESS, "little", """
                def found = codeDeployPreflight target: 'production'
                echo "skipped ${found.checks.findAll { it.status == 'NOT_CHECKED' }.collect { it.check }}"
                """);
        j.assertLogContains("skipped [application, deployment-group, targets, service-role, stop, create]", build);
        j.assertLogContains("Not checked: application, deployment-group, ", build);
        WorkflowRun strict = run(Result.FAILURE, "strict", "codeDeployPreflight target: 'production', strict: true");
        j.assertLogContains("could be verified (strict): instance-role, application, deployment-group, ", strict);
        WorkflowRun lenient = run(Result.SUCCESS, "lenient", """
                def found = codeDeployPreflight target: 'production', strict: true, propagate: false
                echo "proved ${found.proved}: ${found.unproved}"
                """);
        j.assertLogContains("proved false: instance-role, application, ", lenient);
        WorkflowRun wrong =
                run(Result.FAILURE, "wrong", "codeDeployPreflight credentialsId: 'aws-dev', region: 'Frankfurt'");
        j.assertLogContains("region: \"Frankfurt\" is not a valid AWS Region", wrong);
        WorkflowRun profile = run(
                Result.FAILURE,
                "profile",
                "codeDeployPreflight credentialsId: 'aws-dev', region: 'eu-central-1', instanceRole:"
                        + " 'arn:aws:iam::222222222222:instance-profile/Web'");
        j.assertLogContains("instanceRole: ", profile);
        j.assertLogContains("not of a user, an instance profile", profile);
    }

    @Test
    void generatesItsSnippetAndDocumentation() throws Exception {
        CodeDeployPreflightStep step = new CodeDeployPreflightStep();
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        new SnippetizerTester(j).assertRoundTrip(step, "codeDeployPreflight application: 'demo', target: 'production'");
        SnippetizerTester.assertDocGeneration(CodeDeployPreflightStep.class);
    }
}
