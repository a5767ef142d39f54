package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that is restarted as its administrators do it. */
class CodeDeployRestartTest {
    private static final String SCRIPT = """
        def end
        node {
          writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
          end = codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: '%s'%s)
        }
        echo "end ${end.status} ${end.deploymentId} ${end.revision}"
        """;

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
            j.assertLogContains("Tracking deployment " + world.only().id(), build);
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
                    "The timeout of 1 min was reached; deployment "
                            + world.only().id() + " is Stopped",
                    build);
        });
        assertEquals("Stopped", world.only().status());
    }

    /** Where a step was when the controller ended: the call that it waited for. */
    enum Moment {
        BEFORE_UPLOAD("s3", "CreateMultipartUpload", Fault.hang()),
        DURING_UPLOAD("s3", "UploadPart", Fault.hang()),
        BETWEEN_UPLOAD_AND_CREATE("codedeploy", "RegisterApplicationRevision", Fault.hang()),
        CREATE_NOT_CARRIED_OUT("codedeploy", "CreateDeployment", Fault.hang()),
        CREATE_ANSWER_LOST("codedeploy", "CreateDeployment", Fault.slow(Duration.ofMinutes(10)));

        private final String service;
        private final String operation;
        private final Fault fault;

        Moment(String service, String operation, Fault fault) {
            this.service = service;
            this.operation = operation;
            this.fault = fault;
        }

        String group() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Test
    void goesOnWhereverItWas() throws Throwable {
        sessions.then(j -> {
            world.configure();
            j.jenkins.setNumExecutors(Moment.values().length);
            for (Moment moment : Moment.values()) {
                world.group(moment.group()).virtualInstances(1);
                world.aws.faults().next(moment.service, moment.operation, moment.fault);
                WorkflowJob job = j.createProject(WorkflowJob.class, moment.group());
                job.setDefinition(new CpsFlowDefinition(SCRIPT.formatted(moment.group(), ""), true));
                job.scheduleBuild2(0).waitForStart();
                while (world.aws.faults().waiting() > 0) {
                    Thread.sleep(10);
                }
            }
            while (world.deployments().isEmpty()) {
                Thread.sleep(10);
            }
        });
        assertEquals(1, world.deployments(Moment.CREATE_ANSWER_LOST.group()).size());
        sessions.then(j -> {
            for (Moment moment : Moment.values()) {
                WorkflowRun build = j.jenkins
                        .getItemByFullName(moment.group(), WorkflowJob.class)
                        .getBuildByNumber(1);
                j.assertBuildStatusSuccess(j.waitForCompletion(build));
                List<DeploymentSummary> created = world.deployments(moment.group());
                assertEquals(1, created.size(), moment + ": " + created);
                j.assertLogContains("end Succeeded " + created.get(0).id() + " s3://", build);
            }
        });
        assertEquals(Moment.values().length, world.deployments().size());
    }

    private static WorkflowRun start(JenkinsRule j, String more) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "restarted");
        job.setDefinition(new CpsFlowDefinition(SCRIPT.formatted("staging", more), true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun only(JenkinsRule j) {
        return j.jenkins.getItemByFullName("restarted", WorkflowJob.class).getBuildByNumber(1);
    }
}
