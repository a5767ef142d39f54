package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployPublisher;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DeclarativeTest {
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

    @Test
    void deploysWithoutScriptBlocksWhatAnEarlierStagePushed() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "declarative");
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent none
                  stages {
                    stage('push') {
                      agent any
                      steps {
                        writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                        codeDeployPush source: 'dist', target: 'production'
                      }
                    }
                    stage('deploy') {
                      steps {
                        codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision: env.CODEDEPLOY_REVISION, autoRollback: ['DEPLOYMENT_FAILURE'], alarms: [names: '']
                        codeDeploy target: 'production', application: 'demo', deploymentGroup: 'production', revision: "${CODEDEPLOY_REVISION}", autoRollback: [disabled: true]
                      }
                    }
                  }
                }
                """, true));
        WorkflowRun build = j.buildAndAssertSuccess(job);
        assertEquals(2, world.deployments().size());
        assertEquals(
                world.deployments().get(0).revision(),
                world.deployments().get(1).revision());
        j.assertLogContains("created: https://", build);
    }

    /** The stage that pushed does not run again, and nothing but its variable names the revision. */
    @Test
    void deploysAfterARestartFromAStageWhatTheFirstBuildPushed() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "restarted");
        job.setDefinition(new CpsFlowDefinition("""
                pipeline {
                  agent none
                  stages {
                    stage('push') {
                      agent any
                      steps {
                        writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                        codeDeployPush source: 'dist', target: 'production'
                      }
                    }
                    stage('deploy') {
                      steps {
                        codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision: env.CODEDEPLOY_REVISION
                      }
                    }
                  }
                }
                """, true));
        WorkflowRun build = j.buildAndAssertSuccess(job);
        for (int number = 2; number <= 3; number++) {
            build.getAction(RestartDeclarativePipelineAction.class).run("deploy");
            j.waitUntilNoActivity();
            build = j.assertBuildStatusSuccess(job.getBuildByNumber(number));
        }
        assertEquals(3, world.deployments().size());
        assertEquals(
                1,
                world.deployments().stream().map(d -> d.revision()).distinct().count());
        assertEquals(1, world.aws.calls().count("CompleteMultipartUpload"));
    }

    @Test
    void isKnownToJobDslByItsSymbol() throws Exception {
        assertTrue(ExtensionList.lookup(CodeDeployBuilder.DescriptorImpl.class).size() == 1);
        FreeStyleProject seed = j.createFreeStyleProject("seed");
        ExecuteDslScripts dsl = new ExecuteDslScripts();
        dsl.setScriptText("""
                job('generated') {
                  steps {
                    crossAccountCodeDeploy {
                      deployment {
                        target('production')
                        application('demo')
                        deploymentGroup('staging')
                        source('dist')
                        autoRollback {
                          onFailure(true)
                        }
                        onAbort('LEAVE')
                        timeout(30)
                      }
                    }
                  }
                  publishers {
                    crossAccountCodeDeploy {
                      deployment {
                        target('production')
                        revision('$CODEDEPLOY_REVISION')
                        bucketOwner('TARGET')
                      }
                    }
                  }
                }
                """);
        seed.getBuildersList().add(dsl);
        j.buildAndAssertSuccess(seed);
        FreeStyleProject job = j.jenkins.getItemByFullName("generated", FreeStyleProject.class);
        CodeDeployStep made = job.getBuildersList().get(CodeDeployBuilder.class).getDeployment();
        assertEquals("demo", made.getApplication());
        assertEquals(DeploymentPolicy.OnAbort.LEAVE, made.getOnAbort());
        assertTrue(made.getAutoRollback().isOnFailure());
        assertEquals(30, made.getTimeout());
        assertEquals(
                BucketOwner.TARGET,
                job.getPublishersList()
                        .get(CodeDeployPublisher.class)
                        .getDeployment()
                        .getBucketOwner());
    }
}
