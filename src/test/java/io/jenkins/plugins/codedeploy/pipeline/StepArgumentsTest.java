package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Arguments that cannot be meant, and what a step that fails early leaves in the build's variables. */
@WithJenkins
class StepArgumentsTest {
    private static final String DEPLOY =
            "codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'staging'";
    private static final String REVISION = ", revision: 's3://b-b-b/k.zip'";

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
    void failTheStepBeforeAnythingIsCalled() throws Exception {
        String[][] wrong = {
            {"autoRolback: [onFailure: true]", "codeDeploy has no parameter \"autoRolback\". Did you mean autoRollback?"
            },
            {"timeOut: 5", "codeDeploy has no parameter \"timeOut\". Did you mean timeout?"},
            {"onabort: 'LEAVE'", "codeDeploy has no parameter \"onabort\". Did you mean onAbort?"},
            {"colour: 'red'", "codeDeploy has no parameter \"colour\". Its parameters are alarms, appSpec, "},
            {"autoRollback: [onFailur: true]", "autoRollback has no parameter \"onFailur\". Did you mean onFailure?"},
            {
                "autoRollback: autoRollback(onFailur: true)",
                "autoRollback has no parameter \"onFailur\". Did you mean onFailure?"
            },
            {
                "targetInstances: [tagGroups: [[tags: [[key: 'a', vale: 'b']]]]]",
                "targetInstances.tagGroups.tags has no parameter \"vale\". Did you mean value?"
            },
            {"autoRollback: true", "autoRollback: \"true\" is not a map."},
            {"onAbort: 'KILL'", "onAbort: \"KILL\" is not allowed. Specify one of STOP, STOP_AND_ROLL_BACK, LEAVE."},
            {"onAbort: 'stop'", "Did you mean STOP?"},
            {"bucketOwner: 'Target'", "bucketOwner: \"Target\" is not allowed. Specify one of SOURCE, TARGET."},
            {"fileExistsBehavior: 'KEEP'", "Specify one of DISALLOW, OVERWRITE, RETAIN."},
            {"symlinks: 'follow'", "Did you mean FOLLOW?"},
            {
                "autoRollback: ['DEPLOYMENT_FAILED']",
                "autoRollback: \"DEPLOYMENT_FAILED\" is not allowed. Specify one of DEPLOYMENT_FAILURE,"
            },
            {"wait: 'yes'", "wait: \"yes\" is not allowed. Specify true or false."},
            {"timeout: 'soon'", "timeout: \"soon\" is not a whole number."},
            {"timeout: 1.5", "timeout: \"1.5\" is not a whole number."},
            {"description: 7", "description: 7 is not a string. Put it in quotation marks."},
            {"autoRollback: [:]", "autoRollback: Select onFailure"},
            {"autoRollback: []", "autoRollback: Select onFailure"},
            {"autoRollback: [onFailure: false]", "autoRollback: Select onFailure"},
            {"autoRollback: [disabled: true, onStop: true]", "autoRollback: disabled turns off automatic rollback"},
        };
        for (int i = 0; i < wrong.length; i++) {
            refuses("wrong" + i, DEPLOY + REVISION + ", " + wrong[i][0] + ")", wrong[i][1]);
        }
        refuses(
                "push",
                "node { codeDeployPush(source: '.', forse: true) }",
                "codeDeployPush has no parameter \"forse\"");
        refuses(
                "preflight",
                "codeDeployPreflight(target: 'production', aplication: 'demo')",
                "codeDeployPreflight has no parameter \"aplication\". Did you mean application?");
        assertEquals(0, world.aws.calls().all().size());
    }

    @Test
    void saysThatTheRevisionWasNull() throws Exception {
        String said = "Nothing to deploy: revision is empty or null.";
        refuses("null", DEPLOY + ", revision: env.CODEDEPLOY_REVISION)", said);
        refuses("blank", DEPLOY + ", revision: '')", said);
        refuses("nothing", DEPLOY + ")", "Nothing to deploy. Specify one of source");
    }

    private void refuses(String name, String script, String words) throws Exception {
        WorkflowRun build = j.buildAndAssertStatus(Result.FAILURE, job(name, script));
        j.assertLogContains("ERROR: ", build);
        j.assertLogContains(words, build);
        j.assertLogNotContains("\tat ", build);
    }

    /** As in a pipeline that says after a failed production what became of it. */
    @Test
    void variablesOfAnEarlierDeploymentDoNotPassForThoseOfAStepThatFails() throws Exception {
        WorkflowJob job = job("stale", """
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  codeDeployPush source: 'dist', target: 'production'
                }
                def deploy = { revision -> codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision: revision }
                def told = { "${env.CODEDEPLOY_STATUS} [${env.CODEDEPLOY_DEPLOYMENT_ID}] [${env.CODEDEPLOY_CONSOLE_LINK}]" }
                def pushed = env.CODEDEPLOY_REVISION
                deploy(pushed)
                try {
                  codeDeploy target: 'elsewhere', application: 'demo', deploymentGroup: 'staging', revision: pushed
                } catch (e) {
                  echo "target: ${told()} ${env.CODEDEPLOY_REVISION == pushed}"
                }
                deploy(pushed)
                try {
                  codeDeploy target: 'production', aplication: 'demo', deploymentGroup: 'staging', revision: pushed
                } catch (e) {
                  echo "misspelt: ${told()} ${env.CODEDEPLOY_REVISION == pushed}"
                }
                deploy(pushed)
                try {
                  codeDeployPush source: 'dist', target: 'production'
                } catch (e) {
                  echo "no node: ${told()} [${env.CODEDEPLOY_REVISION}]"
                }
                deploy(pushed)
                try {
                  codeDeployPreflight target: 'elsewhere'
                } catch (e) {
                  echo "preflight: ${told()} ${env.CODEDEPLOY_REVISION == pushed}"
                }
                """);
        WorkflowRun build = j.buildAndAssertSuccess(job);
        j.assertLogContains("target: NotCreated [] [] true", build);
        j.assertLogContains("misspelt: NotCreated [] [] true", build);
        j.assertLogContains("no node:  [] [] []", build);
        j.assertLogContains("preflight:  [] [] true", build);
    }
}
