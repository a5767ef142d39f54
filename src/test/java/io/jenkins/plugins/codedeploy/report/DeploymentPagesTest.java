package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class DeploymentPagesTest {
    private JenkinsRule j;

    @BeforeEach
    void setUp(JenkinsRule rule) {
        j = rule;
    }

    @Test
    void showsARunningDeploymentAndHowToFollowIt() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("sleep 600", true));
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        RecordedDeployment.running(build);
        try {
            HtmlPage page = page(build, "codedeploy/");
            DomElement root = page.getElementById("codedeploy-report");
            assertEquals("true", root.getAttribute("data-running"));
            assertEquals("status", page.getElementById("codedeploy-spoken").getAttribute("role"));
            String text = page.asNormalizedText();
            assertTrue(text.contains("In progress"), text);
            assertTrue(text.contains("DownloadBundle: In progress"), text);
            assertTrue(text.contains("2 Pending"), text);
            assertNotNull(page.querySelector("svg.codedeploy-bars rect.codedeploy-running"));
            assertNotNull(page.querySelector("table.codedeploy-timeline caption"));
            assertEquals(
                    3,
                    page.querySelectorAll("table.codedeploy-timeline th[scope=col]")
                            .size());
            HtmlPage fragment = page(build, "codedeploy/content");
            assertNull(fragment.querySelector("html head script"));
            assertNotNull(fragment.querySelector("section.codedeploy-deployment"));
        } finally {
            build.doKill();
            j.waitForCompletion(build);
        }
        assertTrue(page(build, "codedeploy/").asNormalizedText().contains("Last seen: In progress"));
    }

    @Test
    void showsAFailureItsLogAndTheRollbackBesideIt() throws Exception {
        FreeStyleBuild build = build();
        RecordedDeployment.failedAndRolledBack(build);
        HtmlPage page = page(build, "codedeploy/");
        assertEquals("false", page.getElementById("codedeploy-report").getAttribute("data-running"));
        DomElement alike = page.querySelector("details.codedeploy-failure[open]");
        assertEquals(1, page.querySelectorAll("details.codedeploy-failure").size());
        String lead = alike.querySelector("summary").getTextContent();
        assertTrue(
                lead.contains("2 targets") && lead.contains("scripts/start.sh") && lead.contains("exit code 1"), lead);
        assertEquals(2, alike.querySelectorAll("pre.codedeploy-log").size());
        assertTrue(page.querySelector("pre.codedeploy-log").getTextContent().contains("BindException"));
        DomElement trouble = page.querySelector(".codedeploy-trouble");
        assertTrue(trouble.getTextContent().contains("HEALTH_CONSTRAINTS"));
        assertTrue(trouble.getTextContent().contains(RecordedDeployment.ROLLBACK_ID));
        assertEquals(2, page.querySelectorAll("table.codedeploy-timeline").size());
        assertTrue(page.asNormalizedText().contains("CodeDeployDefault.HalfAtATime"));
        assertNull(page.querySelector("#main-panel [style], #main-panel script:not([src])"));

        HtmlPage ofBuild = page(build, "");
        DomElement summary = ofBuild.querySelector(".codedeploy-summary");
        assertTrue(summary.getTextContent().contains("production: shop / production"));
        assertEquals(
                "production: shop / production",
                page.querySelector(".codedeploy-name").getTextContent());
        assertTrue(summary.getTextContent().contains("rollback " + RecordedDeployment.ROLLBACK_ID + ": Succeeded"));
        assertNotNull(ofBuild.querySelector("#tasks a[href$='codedeploy']"));
    }

    @Test
    void showsASuccess() throws Exception {
        FreeStyleBuild build = build();
        RecordedDeployment.succeeded(build);
        HtmlPage page = page(build, "codedeploy/");
        assertNull(page.querySelector(".codedeploy-trouble"));
        assertNull(page.querySelector(".codedeploy-failure"));
        String text = page.asNormalizedText();
        assertTrue(text.contains("6 Succeeded"), text);
        assertTrue(text.contains(RecordedDeployment.REVISION), text);
        assertTrue(text.contains("Not in its last 30 builds"), text);
        assertTrue(text.contains(RecordedDeployment.ROLE), text);
        assertTrue(text.contains("took 2 min 52 sec"), text);
    }

    /** What was not so yet when the build ended never will be. */
    @Test
    void promisesNothingMoreOnceTheBuildHasEnded() throws Exception {
        FreeStyleBuild build = build();
        RecordedDeployment never = new RecordedDeployment(build, Instant.now());
        never.recorder
                .andThen(outcome -> {})
                .accept(new Outcome(
                        Outcome.Kind.NOT_CREATED, null, null, null, List.of(), Problem.of(Text.of("engine.missing"))));
        String text = page(build, "codedeploy/").asNormalizedText();
        assertTrue(text.contains("Not created") && !text.contains("Not created yet"), text);

        build = j.buildAndAssertSuccess(build.getProject());
        RecordedDeployment stopped = new RecordedDeployment(build, Instant.now()).created();
        List<TargetState> waiting = List.of(new TargetState("i-1", "Pending", null, List.of()));
        stopped.targets(RecordedDeployment.ID, waiting);
        stopped.over(
                Outcome.Kind.FAILED, stopped.snapshot(RecordedDeployment.ID, "Stopped", waiting, 9), null, List.of());
        text = page(build, "codedeploy/").asNormalizedText();
        assertTrue(text.contains("No lifecycle event") && !text.contains("No lifecycle event yet"), text);
    }

    @Test
    void tellsOfAnEarlierDeploymentWhatItsBuildKnowsNow() throws Exception {
        FreeStyleBuild first = build();
        RecordedDeployment earlier = new RecordedDeployment(first, Instant.now()).created();
        FreeStyleBuild second = j.buildAndAssertSuccess(first.getProject());
        new RecordedDeployment(second, Instant.now()).created();
        assertTrue(page(second, "codedeploy/").asNormalizedText().contains("shop / production: Created,"));
        List<TargetState> targets = earlier.targets(1, 0, 600, Set.of());
        earlier.over(
                Outcome.Kind.SUCCEEDED,
                earlier.snapshot(RecordedDeployment.ID, "Succeeded", targets, 100),
                null,
                List.of());
        String text = page(second, "codedeploy/").asNormalizedText();
        assertTrue(text.contains("shop / production: Succeeded,"), text);
    }

    @Test
    void showsFiveHundredInstancesInTime() throws Exception {
        FreeStyleBuild build = build();
        RecordedDeployment.large(build);
        HtmlPage page = page(build, "codedeploy/");
        assertEquals(
                50, page.querySelectorAll("table.codedeploy-timeline tbody tr").size());
        assertTrue(page.querySelector("table.codedeploy-timeline tbody tr")
                .getTextContent()
                .contains("Failed"));
        assertNotNull(page.querySelector("a[href='?all']"));
        assertEquals(
                500,
                page(build, "codedeploy/?all")
                        .querySelectorAll("table.codedeploy-timeline tbody tr")
                        .size());
        measure(build, "codedeploy/");
        measure(build, "codedeploy/?all");
        measure(build, "codedeploy/content");
        measure(build, "codedeploy/api/json");
    }

    @Test
    void letsNoTextBreakOutOfItsPlace() throws Exception {
        FreeStyleBuild build = build();
        String evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${1+1}";
        RecordedDeployment scene = new RecordedDeployment(build, Instant.now()).created();
        TargetState.Event failed = new TargetState.Event(
                evil, "Failed", Instant.now(), Instant.now(), evil, evil, evil, evil + "\n</pre>" + evil);
        List<TargetState> targets = List.of(new TargetState(evil, evil, evil, List.of(failed)));
        scene.targets(RecordedDeployment.ID, targets);
        scene.progress(scene.snapshot(RecordedDeployment.ID, evil, targets, null));
        scene.over(Outcome.Kind.FAILED, scene.snapshot(RecordedDeployment.ID, evil, targets, 9), null, targets);
        for (String url : List.of("codedeploy/", "codedeploy/content", "")) {
            HtmlPage page = page(build, url);
            String html = page.getWebResponse().getContentAsString();
            assertFalse(html.contains("<script>alert"), html);
            assertFalse(html.contains("<img src=x"), html);
            assertNull(page.querySelector("img[src=x]"));
        }
        assertTrue(page(build, "codedeploy/")
                .querySelector("pre.codedeploy-log")
                .getTextContent()
                .contains(evil));
        assertEquals(
                Set.of(evil),
                Set.copyOf(DeploymentsActionTest.only(build).getDeployment().getTargets().stream()
                        .map(TargetRecord::getId)
                        .toList()));
    }

    private void measure(Run<?, ?> build, String url) throws Exception {
        try (JenkinsRule.WebClient client = client()) {
            client.goTo(build.getUrl() + url, null);
            long start = System.nanoTime();
            int size = client.goTo(build.getUrl() + url, null)
                    .getWebResponse()
                    .getContentAsString()
                    .length();
            System.out.printf(
                    "500 instances, %s: %d ms with parsing, %d KB%n",
                    url, (System.nanoTime() - start) / 1_000_000, size / 1024);
        }
    }

    private FreeStyleBuild build() throws Exception {
        return j.buildAndAssertSuccess(j.createFreeStyleProject("shop"));
    }

    private HtmlPage page(Run<?, ?> build, String url) throws Exception {
        return (HtmlPage) client().goTo(build.getUrl() + url, null);
    }

    /** Scripts are proven in a real browser. */
    private JenkinsRule.WebClient client() {
        JenkinsRule.WebClient client = j.createWebClient();
        client.setJavaScriptEnabled(false);
        return client;
    }
}
