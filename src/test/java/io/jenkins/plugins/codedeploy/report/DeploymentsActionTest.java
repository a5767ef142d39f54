package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.XmlFile;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.io.File;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.xml.XmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The record: what is kept, for how long, and who sees what of it. */
@WithJenkins
class DeploymentsActionTest {
    private JenkinsRule j;
    private FreeStyleProject project;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        project = j.createFreeStyleProject("shop");
    }

    @Test
    void survivesBeingLoadedAgainAndNamesEarlierBuilds() throws Exception {
        FreeStyleBuild first = j.buildAndAssertSuccess(project);
        RecordedDeployment.failedAndRolledBack(first);
        FreeStyleBuild second = j.buildAndAssertSuccess(project);
        RecordedDeployment.succeeded(second);

        project.doReload();
        Run<?, ?> loaded = project.getBuildByNumber(1);
        DeploymentRecord record = only(loaded);
        assertEquals("Failed", record.getStatus());
        assertEquals("FAILED", record.getOutcome());
        assertEquals(RecordedDeployment.REVISION, record.getRevision());
        assertEquals("production", record.getTarget());
        assertEquals("222222222222", record.getAccountId());
        assertEquals(6, record.getDeployment().getTotal());
        assertEquals(6, record.getDeployment().getTargets().size());
        assertEquals(2, record.getDeployment().getFailures().size());
        assertEquals("HEALTH_CONSTRAINTS", record.getDeployment().getErrorCode());
        assertEquals(RecordedDeployment.ROLLBACK_ID, record.getRollback().getId());
        assertEquals("Succeeded", record.getRollback().getStatus());
        assertEquals(7, record.getRollback().getTargets().get(0).getEvents().size());
        assertTrue(record.getOptions().stream().anyMatch(o -> o.getName().equals("deploymentConfig")));

        List<EarlierDeployment> earlier = only(project.getBuildByNumber(2)).getEarlier();
        assertEquals(1, earlier.size());
        assertEquals(1, earlier.get(0).getBuild());
        assertEquals("Failed", earlier.get(0).getStatus());
    }

    @Test
    void goesOnWithTheRecordOfTheSameStepAfterARestart() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        RecordedDeployment.running(build);
        long started = only(build).getStarted();
        project.doReload();
        Run<?, ?> loaded = project.getBuildByNumber(1);
        RecordedDeployment again = new RecordedDeployment(loaded, Instant.now());
        again.recorder.event(new DeploymentEvent.MonitoringStarted(RecordedDeployment.ID, "https://console"));
        DeploymentRecord record = only(loaded);
        assertEquals(started, record.getStarted());
        assertEquals(8, record.getDeployment().getTargets().size());
        assertNull(record.getOutcome());
        assertFalse(action(loaded).isRunning(), "the build itself is over");
    }

    @Test
    void loadsARecordOfAnEarlierVersion() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        Files.copy(
                new File(getClass().getResource("older-build.xml").toURI()).toPath(),
                new File(build.getRootDir(), "build.xml").toPath(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        project.doReload();
        Run<?, ?> loaded = project.getBuildByNumber(1);
        DeploymentRecord record = only(loaded);
        assertEquals("Succeeded", record.getStatus());
        assertEquals(List.of(), record.getOptions());
        assertEquals(List.of(), record.getEarlier());
        assertEquals(List.of(), record.getDeployment().getFailures());
        assertEquals(1, record.getDeployment().getTargets().size(), "the line that is ours");
        j.createWebClient().getPage(loaded, "codedeploy/");
        loaded.save();
    }

    @Test
    void keepsLittleOfManyInstances() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now().minusSeconds(3000)).created();
        List<TargetState> good = scene.targets(500, 2, 5000, Set.of());
        scene.targets(RecordedDeployment.ID, good);
        List<TargetState> bad = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TargetState.Event failed = new TargetState.Event(
                    "Install",
                    "Failed",
                    Instant.now(),
                    null,
                    "ScriptFailed",
                    "x.sh",
                    "m".repeat(9000),
                    "l".repeat(9000));
            bad.add(new TargetState("i-bad" + i, "Failed", "GREEN", List.of(failed)));
        }
        scene.targets(RecordedDeployment.ID, bad);
        List<TargetState> all = new ArrayList<>(good);
        all.addAll(bad);
        scene.over(Outcome.Kind.FAILED, scene.snapshot(RecordedDeployment.ID, "Failed", all, 2000), null, bad);

        project.doReload();
        ObservedDeployment kept = only(project.getBuildByNumber(1)).getDeployment();
        assertEquals(540, kept.getTotal());
        assertEquals(Bounds.TARGETS, kept.getTargets().size());
        assertEquals(
                40,
                kept.getTargets().stream()
                        .filter(t -> t.getKind() == StatusKind.BAD)
                        .count());
        assertEquals(Bounds.FAILURES, kept.getFailures().size());
        assertEquals(Bounds.LOG_TAIL, kept.getFailures().get(0).getLogTail().length());
        long size = new File(build.getRootDir(), "build.xml").length();
        System.out.println("build.xml of 500 instances: " + size + " bytes");
        assertTrue(size < 320_000, size + " bytes");

        List<TargetState> undone = scene.targets(500, 2, 5000, Set.of());
        scene.recorder.event(
                new DeploymentEvent.RollbackStarted(RecordedDeployment.ROLLBACK_ID, RecordedDeployment.ID));
        scene.targets(RecordedDeployment.ROLLBACK_ID, undone);
        scene.over(
                Outcome.Kind.FAILED,
                scene.snapshot(RecordedDeployment.ID, "Failed", all, 2000),
                scene.snapshot(RecordedDeployment.ROLLBACK_ID, "Succeeded", undone, 2000),
                bad);
        long both = new File(build.getRootDir(), "build.xml").length();
        System.out.println("build.xml of 500 instances and their rollback: " + both + " bytes");
        assertTrue(both < 512 * 1024, both + " bytes");
    }

    @Test
    void namesWhatAnEarlierStepOfTheSameBuildDeployed() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        RecordedDeployment.succeeded(build);
        new RecordedDeployment(build, "9", Instant.now()).created();
        List<DeploymentRecord> all = action(build).all();
        assertEquals(List.of(), all.get(0).getEarlier());
        assertEquals(1, all.get(1).getEarlier().size());
        assertEquals(build.getNumber(), all.get(1).getEarlier().get(0).getBuild());
        assertEquals("Succeeded", all.get(1).getEarlier().get(0).getStatus());
    }

    @Test
    void savesTheBuildWhenAStatusChangesAndNotAtEveryLook() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        XmlFile file = new XmlFile(new File(build.getRootDir(), "build.xml"));
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now()).created();
        List<TargetState> targets = scene.targets(3, 1, 20, Set.of());
        scene.progress(scene.snapshot(RecordedDeployment.ID, "InProgress", targets, null));
        assertTrue(file.asString().contains("<status>InProgress</status>"));
        scene.targets(RecordedDeployment.ID, targets);
        assertEquals(3, only(build).getDeployment().getTargets().size(), "in memory at once");
        assertFalse(file.asString().contains(targets.get(0).id()), "on disk later");
        scene.over(
                Outcome.Kind.SUCCEEDED,
                scene.snapshot(RecordedDeployment.ID, "Succeeded", targets, 9),
                null,
                List.of());
        assertTrue(file.asString().contains(targets.get(0).id()));
    }

    @Test
    void tellsAllOfItToTheRemoteApi() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        RecordedDeployment.failedAndRolledBack(build);
        JSONObject told = j.getJSON(build.getUrl() + "codedeploy/api/json").getJSONObject();
        JSONObject record = told.getJSONArray("deployments").getJSONObject(0);
        assertEquals(RecordedDeployment.ROLE, record.getString("roleArn"));
        assertEquals("Failed", record.getString("status"));
        JSONObject seen = record.getJSONObject("deployment");
        assertEquals(2, seen.getInt("failed"));
        JSONObject target = seen.getJSONArray("targets").getJSONObject(0);
        assertEquals("Succeeded", target.getJSONArray("events").getJSONObject(0).getString("status"));
        assertTrue(seen.getJSONArray("failures")
                .getJSONObject(0)
                .getString("logTail")
                .contains("BindException"));
        assertEquals("Succeeded", record.getJSONObject("rollback").getString("status"));

        XmlPage xml =
                j.createWebClient().goToXml(build.getUrl() + "codedeploy/api/xml?xpath=//deployment/id&wrapper=ids");
        assertEquals(RecordedDeployment.ID, xml.getDocumentElement().getTextContent());
        JSONObject ofBuild = j.getJSON(build.getUrl() + "api/json").getJSONObject();
        assertFalse(ofBuild.toString().contains("targets"), "a build's own answer stays small");
    }

    @Test
    void showsRolesAndAccountsOnlyToThoseWhoConfigureTheJob() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now()).created();
        TargetState.Event failed = new TargetState.Event(
                "Install",
                "Failed",
                Instant.now(),
                Instant.now(),
                "ScriptFailed",
                "x.sh",
                "by " + RecordedDeployment.ROLE,
                "at " + RecordedDeployment.ROLE);
        List<TargetState> targets = List.of(
                new TargetState("arn:aws:ec2:eu-central-1:222222222222:instance/i-1", "Failed", null, List.of(failed)));
        scene.targets(RecordedDeployment.ID, targets);
        scene.over(Outcome.Kind.FAILED, scene.snapshot(RecordedDeployment.ID, "Failed", targets, 9), null, targets);
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("owner"));

        for (String page :
                List.of("codedeploy/", "codedeploy/content", "codedeploy/api/json", "codedeploy/progress", "")) {
            String seen = text("reader", build, page);
            assertFalse(seen.contains("222222222222"), page);
            assertFalse(seen.contains("111111111111"), page);
            assertFalse(seen.contains("arn:aws"), page);
            assertFalse(seen.contains("aws-dev"), page);
        }
        assertTrue(text("owner", build, "codedeploy/").contains(RecordedDeployment.ROLE));
        assertTrue(text("owner", build, "codedeploy/api/json").contains(RecordedDeployment.ROLE));

        j.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        try (JenkinsRule.WebClient client = j.createWebClient().login("stranger")) {
            for (String page :
                    List.of("codedeploy/", "codedeploy/progress", "codedeploy/content", "codedeploy/api/json")) {
                client.assertFails(build.getUrl() + page, 404);
            }
        }
    }

    @Test
    void saysShortlyWhetherThereIsAnythingNew() throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(project);
        RecordedDeployment.succeeded(build);
        JSONObject data = j.getJSON(build.getUrl() + "codedeploy/progress")
                .getJSONObject()
                .getJSONObject("data");
        assertFalse(data.getBoolean("running"));
        assertNotNull(data.get("version"));
        assertEquals(
                "Deployment " + RecordedDeployment.ID + ": Succeeded. 6 of 6 targets succeeded, 0 failed",
                data.getString("message"));
    }

    private String text(String user, Run<?, ?> build, String page) throws Exception {
        try (JenkinsRule.WebClient client = j.createWebClient().login(user)) {
            client.setJavaScriptEnabled(false);
            return client.goTo(build.getUrl() + page, null).getWebResponse().getContentAsString();
        }
    }

    static DeploymentsAction action(Run<?, ?> build) {
        return build.getAction(DeploymentsAction.class);
    }

    static DeploymentRecord only(Run<?, ?> build) {
        List<DeploymentRecord> all = action(build).all();
        assertEquals(1, all.size());
        return all.get(0);
    }
}
