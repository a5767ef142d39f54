package io.jenkins.plugins.codedeploy.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.Shell;
import io.jenkins.plugins.codedeploy.Coordinates;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is killed with deployments at every moment of their lives; AWS lives on in this process. */
class KilledControllerTest {
    /** In AWS' time: far longer than a controller takes to start. */
    private static final Duration LONG = Duration.ofMinutes(20);

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension().javaOptions(DeployWorld.JAVA_OPTION).withTimeout(300);

    private DeployWorld world;

    @BeforeEach
    void setUp() throws Exception {
        world = new DeployWorld();
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    /** Where a deployment was when the controller died. */
    enum Moment {
        WAITING,
        STOPPING,
        CREATE_ANSWER_LOST,
        CREATE_NOT_CARRIED_OUT,
        BETWEEN_UPLOAD_AND_CREATE,
        DURING_UPLOAD,
        BEFORE_UPLOAD;

        String group() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    @Test
    void goesOnWhereverItWas() throws Throwable {
        for (Moment moment : Moment.values()) {
            world.group(moment.group()).virtualInstances(1).eventDuration(LONG);
        }
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::configure, world.coordinates());
        for (Moment moment : List.of(Moment.WAITING, Moment.STOPPING)) {
            jenkins.runRemotely(KilledControllerTest::start, moment.group());
            await(() -> !world.deployments(moment.group()).isEmpty());
            jenkins.runRemotely(KilledControllerTest::awaitLog, moment.group(), " created: ");
        }
        reach(Moment.CREATE_ANSWER_LOST, "codedeploy", "CreateDeployment", Fault.slow(Duration.ofMinutes(10)));
        await(() -> world.deployments(Moment.CREATE_ANSWER_LOST.group()).size() == 1);
        reach(Moment.CREATE_NOT_CARRIED_OUT, "codedeploy", "CreateDeployment", Fault.hang());
        reach(Moment.BETWEEN_UPLOAD_AND_CREATE, "codedeploy", "RegisterApplicationRevision", Fault.hang());
        reach(Moment.DURING_UPLOAD, "s3", "UploadPart", Fault.hang());
        reach(Moment.BEFORE_UPLOAD, "s3", "CreateMultipartUpload", Fault.hang());
        long before = world.aws.faults().taken();
        world.aws.faults().next("codedeploy", "StopDeployment", 1_000, Fault.hang());
        jenkins.runRemotely(KilledControllerTest::abort, Moment.STOPPING.group());
        await(() -> world.aws.faults().taken() > before);
        assertEquals(3, world.deployments().size());

        jenkins.stopJenkinsForcibly();
        world.aws.faults().clear();
        for (Moment moment : Moment.values()) {
            world.group(moment.group()).eventDuration(moment == Moment.STOPPING ? LONG : Duration.ofSeconds(1));
        }
        jenkins.startJenkins();

        List<String> ends = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            String log = jenkins.runRemotely(KilledControllerTest::end, moment.group());
            ends.add(moment + " " + log.substring(0, log.indexOf('\n')));
            List<DeploymentSummary> created = world.deployments(moment.group());
            assertEquals(1, created.size(), moment + ": " + created + "\n" + log);
            String wanted = moment == Moment.STOPPING ? "Stopped" : "Succeeded";
            assertEquals(wanted, created.get(0).status(), moment + "\n" + log);
            assertTrue(log.startsWith(moment == Moment.STOPPING ? "ABORTED\n" : "SUCCESS\n"), moment + "\n" + log);
            assertTrue(log.contains(created.get(0).id()), moment + "\n" + log);
        }
        assertEquals(Moment.values().length, world.deployments().size(), ends.toString());
        jenkins.runRemotely(KilledControllerTest::nobodyIsUnfollowed);
    }

    /** The builds that cannot go on. */
    private static final List<String> LEFT = List.of("freestyle", "optimized", "no-resume");

    @Test
    void reportsWhatItCannotResume() throws Throwable {
        LEFT.forEach(name -> world.group(name).virtualInstances(1).eventDuration(LONG));
        jenkins.startJenkins();
        jenkins.runRemotely(KilledControllerTest::configure, world.coordinates());
        jenkins.runRemotely(KilledControllerTest::startUnresumable);
        for (String name : LEFT) {
            await(() -> world.deployments(name).size() == 1);
            jenkins.runRemotely(KilledControllerTest::awaitLog, name, " created: ");
        }

        jenkins.stopJenkinsForcibly();
        jenkins.startJenkins();

        ArrayList<String> ids = new ArrayList<>(LEFT.stream()
                .map(name -> name + " " + world.deployments(name).get(0).id())
                .toList());
        jenkins.runRemotely(KilledControllerTest::allAreListed, ids);
        LEFT.forEach(name -> world.group(name).eventDuration(Duration.ofSeconds(1)));
        jenkins.runRemotely(KilledControllerTest::allComeToTheirEnd, ids);
        assertEquals(LEFT.size(), world.aws.calls().count("CreateDeployment"));
        assertEquals(0, world.aws.calls().count("StopDeployment"));
        assertTrue(world.deployments().stream().allMatch(d -> d.status().equals("Succeeded")));
    }

    private void reach(Moment moment, String service, String operation, Fault fault) throws Throwable {
        // every attempt of a call that is not carried out: a slow machine must not get past it before the kill
        int attempts = moment == Moment.CREATE_ANSWER_LOST ? 1 : 1_000;
        long before = world.aws.faults().taken();
        world.aws.faults().next(service, operation, attempts, fault);
        jenkins.runRemotely(KilledControllerTest::start, moment.group());
        await(() -> world.aws.faults().taken() > before);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 12_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "it never came to that");
    }

    private static void configure(JenkinsRule j, Coordinates coordinates) throws Exception {
        coordinates.configure();
        j.jenkins.setNumExecutors(10);
    }

    private static String script(String group) {
        return """
                node {
                  writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                  codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: '%s')
                }
                """.formatted(group);
    }

    private static WorkflowJob pipeline(JenkinsRule j, String group) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, group);
        job.setDefinition(new CpsFlowDefinition(script(group), true));
        return job;
    }

    private static void start(JenkinsRule j, String group) throws Exception {
        pipeline(j, group).scheduleBuild2(0).waitForStart();
    }

    private static void startUnresumable(JenkinsRule j) throws Exception {
        FreeStyleProject freestyle = j.createFreeStyleProject("freestyle");
        freestyle
                .getBuildersList()
                .add(
                        new Shell(
                                "mkdir -p dist && echo hello > dist/index.html && printf "
                                        + "'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n' > dist/appspec.yml"));
        CodeDeployStep step = new CodeDeployStep();
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        step.setDeploymentGroup("freestyle");
        step.setSource("dist");
        freestyle.getBuildersList().add(new CodeDeployBuilder(step));
        freestyle.scheduleBuild2(0).waitForStart();

        WorkflowJob optimized = pipeline(j, "optimized");
        optimized.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        optimized.scheduleBuild2(0).waitForStart();

        WorkflowJob noResume = pipeline(j, "no-resume");
        noResume.setResumeBlocked(true);
        noResume.scheduleBuild2(0).waitForStart();
    }

    private static Run<?, ?> build(JenkinsRule j, String name) {
        return j.jenkins.getItemByFullName(name, Job.class).getBuildByNumber(1);
    }

    private static void awaitLog(JenkinsRule j, String name, String text) throws Exception {
        j.waitForMessage(text, build(j, name));
    }

    private static void abort(JenkinsRule j, String name) {
        ((WorkflowRun) build(j, name)).doStop();
    }

    /** Its result, and its log. */
    private static String end(JenkinsRule j, String name) throws Exception {
        Run<?, ?> build = build(j, name);
        for (int i = 0; i < 1_500 && build.isBuilding(); i++) {
            Thread.sleep(100);
        }
        return build.getResult() + "\n" + JenkinsRule.getLog(build);
    }

    private static OrphanedMonitor monitor(JenkinsRule j) {
        return j.jenkins.getExtensionList(OrphanedMonitor.class).get(0);
    }

    private static void nobodyIsUnfollowed(JenkinsRule j) throws Exception {
        j.jenkins.getExtensionList(Reconciler.class).get(0).look();
        assertTrue(!monitor(j).isActivated());
        for (Moment moment : Moment.values()) {
            assertEquals(null, build(j, moment.group()).getAction(OrphanedAction.class), moment.name());
        }
    }

    private static void allAreListed(JenkinsRule j, ArrayList<String> jobsAndIds) throws Exception {
        OrphanedMonitor monitor = monitor(j);
        while (monitor.getDeployments().size() < jobsAndIds.size()) {
            Thread.sleep(100);
        }
        assertTrue(monitor.isActivated());
        for (String jobAndId : jobsAndIds) {
            String[] words = jobAndId.split(" ");
            Run<?, ?> build = build(j, words[0]);
            assertTrue(!build.isBuilding() && build.getResult().isWorseThan(Result.SUCCESS), jobAndId);
            OrphanedDeployment one = monitor.getDeployments().stream()
                    .filter(d -> d.getName().equals(words[1]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not listed: " + jobAndId));
            assertEquals("InProgress", one.getStatus());
            assertEquals(build.getUrl(), one.getBuildUrl());
            assertTrue(one.getConsoleLink().contains(words[1]));
            OrphanedAction action = build.getAction(OrphanedAction.class);
            for (int i = 0; i < 1_200 && action == null; i++) {
                Thread.sleep(100);
                action = build.getAction(OrphanedAction.class);
            }
            assertNotNull(action, jobAndId);
            assertTrue(action.isOpen());
            assertTrue(action.getNotes().get(0).getText().contains("deploymentId: '" + words[1] + "'"), jobAndId);
        }
    }

    private static void allComeToTheirEnd(JenkinsRule j, ArrayList<String> jobsAndIds) throws Exception {
        OrphanedMonitor monitor = monitor(j);
        while (monitor.isActivated()) {
            Thread.sleep(100);
        }
        for (String jobAndId : jobsAndIds) {
            String[] words = jobAndId.split(" ");
            OrphanedAction action = build(j, words[0]).getAction(OrphanedAction.class);
            assertTrue(!action.isOpen());
            assertTrue(
                    action.getNotes().get(0).getText().contains(words[1] + " ended with status Succeeded"),
                    action.getNotes().get(0).getText());
        }
    }
}
