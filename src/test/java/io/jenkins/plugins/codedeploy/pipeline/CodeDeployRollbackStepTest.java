package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployRollbackBuilder;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.ComputePlatform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import software.amazon.awssdk.services.s3.S3Client;

/** What the history keeps of deployments, and the way back to one of them. */
@WithJenkins
class CodeDeployRollbackStepTest {
    private static final String BACK =
            "codeDeployRollback target: 'production', application: 'demo', deploymentGroup: 'staging'";

    private JenkinsRule j;
    private DeployWorld world;
    private WorkflowJob shop;
    private WorkflowJob release;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        shop = j.createProject(WorkflowJob.class, "shop");
        release = j.createProject(WorkflowJob.class, "release");
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    /** @return the revision */
    private String push(String text) throws Exception {
        WorkflowRun build = run(shop, """
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  writeFile file: 'dist/index.html', text: '%s'
                  codeDeployPush source: 'dist', target: 'production'
                  echo "pushed ${env.CODEDEPLOY_REVISION}."
                }
                """.formatted(text));
        String log = JenkinsRule.getLog(build);
        String from = log.substring(log.indexOf("pushed s3://") + "pushed ".length());
        return from.substring(0, from.indexOf('\n') - 1);
    }

    private WorkflowRun run(WorkflowJob job, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        return j.buildAndAssertSuccess(job);
    }

    private WorkflowRun deploy(String revision) throws Exception {
        return run(
                release,
                "codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision: '"
                        + revision + "'");
    }

    private String live() throws Exception {
        return Files.readString(world.group("staging").host(0).root().resolve("opt/demo/index.html"));
    }

    private DeploymentEnvironment staging() {
        return new DeploymentEnvironment(Accounts.TARGET, world.aws.region(), "demo", "staging");
    }

    private List<HistoryEntry> entries() {
        return ControllerHistory.get().entries(staging());
    }

    @Test
    void recordsWhoPushedAndWhoDeployedAndTakesItBack() throws Exception {
        String first = push("one");
        deploy(first);
        String second = push("two");
        deploy(second);
        assertEquals("two", live());
        HistoryEntry newest = entries().get(0);
        assertEquals(second, newest.revision());
        assertEquals("Succeeded", newest.status());
        assertEquals("production", newest.target());
        assertEquals("release #2", newest.deployedBy().toString());
        assertEquals("shop #2", newest.origin().build().toString());
        assertNotNull(newest.digest());
        assertNull(newest.user());

        WorkflowRun back = run(release, "def back = " + BACK + "\necho \"${back.status} ${back.revision}\"");

        assertEquals("one", live());
        j.assertLogContains("Succeeded " + first, back);
        j.assertLogContains(
                "Rolling back demo/staging: replacing the revision of deployment " + newest.deploymentId(), back);
        j.assertLogContains("pushed by shop #1", back);
        HistoryEntry taken = entries().get(0);
        assertEquals(newest.deploymentId(), taken.rollbackOf());
        assertEquals(first, taken.revision());
        assertEquals("shop #1", taken.origin().build().toString());
    }

    @Test
    void goesToABuildAndTellsWhenThereIsNone() throws Exception {
        String first = push("one");
        deploy(first);
        deploy(push("two"));
        deploy(push("three"));

        run(release, BACK + ", to: 'shop #1'");
        assertEquals("one", live());
        run(release, BACK + ", to: '" + entries().get(1).deploymentId() + "'");
        assertEquals("three", live());
        release.setDefinition(new CpsFlowDefinition(BACK + ", to: '#77'", true));
        int before = world.deployments().size();
        WorkflowRun refused = j.buildAndAssertStatus(Result.FAILURE, release);
        j.assertLogContains("to: #77 is not among the known deployments", refused);
        assertEquals(before, world.deployments().size());
    }

    /** Another tool deployed in between, and Jenkins has lost all that it knew: AWS knows what was deployed. */
    @Test
    void worksWithoutAnyHistory() throws Exception {
        deploy(push("one"));
        deploy(push("two"));
        File history = new File(j.jenkins.getRootDir(), "codedeploy/history");
        FileUtils.deleteDirectory(history);
        release.delete();
        shop.delete();
        release = j.createProject(WorkflowJob.class, "again");

        run(release, BACK);
        assertEquals("one", live());
    }

    @Test
    void worksWithTheHistoryAloneWhereTheRoleMayNotListDeployments() throws Exception {
        deploy(push("one"));
        deploy(push("two"));
        world.aws.iam().putPolicy(world.aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Deny", "Action": "codedeploy:ListDeployments", "Resource": "*"}]}
                """);
        WorkflowRun back = run(release, BACK);
        assertEquals("one", live());
        j.assertLogContains("Only the deployments that Jenkins has recorded are considered", back);
    }

    @Test
    void stopsNothingForARevisionThatIsGone() throws Exception {
        String first = push("one");
        deploy(first);
        deploy(push("two"));
        try (S3Client s3 = new Clients(world.aws).s3(new Clients(world.aws).jenkins())) {
            String key = first.substring(first.indexOf("CodeDeploy/"), first.indexOf('?'));
            String version = first.replaceAll(".*versionId=([^&]*).*", "$1");
            s3.deleteObject(r -> r.bucket(world.aws.seed().bucket()).key(key).versionId(version));
        }
        int before = world.deployments().size();
        release.setDefinition(new CpsFlowDefinition(BACK, true));
        WorkflowRun refused = j.buildAndAssertStatus(Result.FAILURE, release);
        j.assertLogContains("No deployment was created", refused);
        assertEquals(before, world.deployments().size());
        assertEquals("two", live());
    }

    @Test
    void aFailureAndItsRollbackAreRecorded() throws Exception {
        world.group("staging").autoRollback("DEPLOYMENT_FAILURE");
        String first = push("one");
        deploy(first);
        world.group("staging")
                .host(0)
                .on("AfterInstall", Behavior.failScript("AfterInstall", "scripts/after.sh", "no disk"));
        String second = push("two");
        release.setDefinition(new CpsFlowDefinition(
                "codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision: '" + second
                        + "'",
                true));
        j.buildAndAssertStatus(Result.FAILURE, release);
        HistoryEntry failed = entries().stream()
                .filter(entry -> second.equals(entry.revision()))
                .findFirst()
                .orElseThrow();
        assertEquals("Failed", failed.status());
        assertTrue(failed.problem().contains("scripts/after.sh"), failed.problem());
        HistoryEntry rollback = entries().get(0);
        assertEquals(failed.deploymentId(), rollback.rollbackOf());
        assertEquals(first, rollback.revision());
        assertEquals("shop #1", rollback.origin().build().toString());
    }

    @Test
    void takesBackALambdaFunctionFromTheVersionThatIsLive() throws Exception {
        world.codeDeploy
                .target()
                .application("orders", ComputePlatform.Lambda)
                .group("live", world.aws.seed().serviceRoleArn());
        String spec = """
                codeDeploy target: 'production', application: 'orders', deploymentGroup: 'live', appSpecContent: '''
                version: 0.0
                Resources:
                  - orders:
                      Type: AWS::Lambda::Function
                      Properties:
                        Name: orders
                        Alias: live
                        CurrentVersion: "%s"
                        TargetVersion: "%s"
                '''
                """;
        run(release, spec.formatted("1", "2"));
        run(release, spec.formatted("2", "3"));
        run(release, "codeDeployRollback target: 'production', application: 'orders', deploymentGroup: 'live'");
        DeploymentEnvironment live = new DeploymentEnvironment(Accounts.TARGET, world.aws.region(), "orders", "live");
        String deployed = ControllerHistory.get().entries(live).get(0).appSpecContent();
        assertTrue(deployed.contains("CurrentVersion: \"3\""), deployed);
        assertTrue(deployed.contains("TargetVersion: \"2\""), deployed);
    }

    @Test
    void deploysNothingThatIsLiveAlready() throws Exception {
        String first = push("one");
        deploy(first);
        String script =
                "def d = codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', skipIfLive: true, revision: '"
                        + first + "'\necho \"${d.status} ${d.deploymentId} ${env.CODEDEPLOY_STATUS}\"";
        WorkflowRun again = run(release, script);
        assertEquals(1, world.deployments().size());
        j.assertLogContains("Nothing to deploy: " + first, again);
        j.assertLogContains("Succeeded " + world.only().id() + " Succeeded", again);

        deploy(push("two"));
        run(release, script);
        assertEquals(3, world.deployments().size(), "it is not live any more");
        assertEquals("one", live());
    }

    @Test
    void whoIsOvertakenIsNotBuilt() throws Exception {
        String first = push("one");
        world.slow("staging");
        String script =
                "codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', onActiveDeployment: 'NEWEST', revision: '"
                        + first + "'";
        release.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun holder = release.scheduleBuild2(0).waitForStart();
        j.waitForMessage(" created: ", holder);
        WorkflowRun waiter = release.scheduleBuild2(0).waitForStart();
        j.waitForMessage("busy", waiter);
        WorkflowRun newest = release.scheduleBuild2(0).waitForStart();
        j.assertBuildStatus(Result.NOT_BUILT, j.waitForCompletion(waiter));
        j.assertLogContains("a newer build is waiting for demo/staging, and onActiveDeployment is NEWEST", waiter);
        assertEquals(1, world.deployments().size());
        for (WorkflowRun left : List.of(newest, holder)) {
            left.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(left));
        }
    }

    @Test
    void rollsBackInAFreestyleJob() throws Exception {
        deploy(push("one"));
        deploy(push("two"));
        FreeStyleProject job = j.createFreeStyleProject("emergency");
        CodeDeployRollbackStep step = new CodeDeployRollbackStep();
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        step.setDeploymentGroup("staging");
        job.getBuildersList().add(new CodeDeployRollbackBuilder(step));
        j.buildAndAssertSuccess(job);
        assertEquals("one", live());
        assertEquals("emergency #1", entries().get(0).deployedBy().toString());
    }

    @Test
    void theHistoryOutlivesBuildsAndFollowsJobs() throws Exception {
        deploy(push("one"));
        Folder team = j.createProject(Folder.class, "team");
        release.getBuildByNumber(1).delete();
        shop.renameTo("store");
        hudson.model.Items.move(release, team);
        HistoryEntry entry = entries().get(0);
        assertEquals("team/release #1", entry.deployedBy().toString());
        assertEquals("store #1", entry.origin().build().toString());

        team.renameTo("crew");
        assertEquals("crew/release", entries().get(0).deployedBy().job());
        team.delete();
        assertTrue(entries().get(0).deployedBy().jobDeleted());
        Path folder = j.jenkins.getRootDir().toPath().resolve("codedeploy/history");
        assertTrue(Files.isRegularFile(folder.resolve(staging().key() + ".jsonl")));
    }
}
