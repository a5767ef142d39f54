package io.jenkins.plugins.codedeploy.environments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.ListView;
import io.jenkins.plugins.codedeploy.Chromium;
import io.jenkins.plugins.codedeploy.NeedsChromium;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pages of environments in Chromium: pictures with {@code -Dscreenshots=…}. */
@WithJenkins
@NeedsChromium
class EnvironmentsBrowserTest {
    @TempDir
    private Path tmp;

    private int deployments;

    private void deployed(String application, String target, int build, String status, Duration ago) throws Exception {
        Instant begun = Instant.now().minus(ago);
        ControllerHistory.get()
                .put(HistoryEntry.builder(
                                new DeploymentEnvironment("of " + target, "eu-central-1", application, "web"),
                                "d-A1B2C3" + (100 + deployments++))
                        .target(target)
                        .revision("s3://revisions-111111111111/CodeDeploy/shop/" + "0f3c9a".repeat(8) + build + ".zip")
                        .origin(new RevisionOrigin(
                                new BuildReference(application, build), begun, List.of("c0ffee12345678" + build)))
                        .deployedBy(new BuildReference("release", build))
                        .user("alice")
                        .begun(begun)
                        .ended(begun.plusSeconds(95))
                        .status(status)
                        .problem(
                                status.equals("Failed")
                                        ? "Deployment d-A1B2C3 ended Failed: HEALTH_CONSTRAINTS. AfterInstall failed on i-0123:"
                                                + " scripts/migrate.sh exited with 1"
                                        : null)
                        .build());
    }

    @Test
    void filtersFitsAPhoneAndViolatesNoPolicy(JenkinsRule j) throws Exception {
        for (String name : List.of("release", "shop", "billing", "search")) {
            FreeStyleProject job = j.createFreeStyleProject(name);
            job.updateNextBuildNumber(39);
            for (int i = 0; i < 2; i++) {
                j.buildAndAssertSuccess(job);
            }
        }
        deployed("shop", "development", 45, "Succeeded", Duration.ofMinutes(12));
        deployed("shop", "staging", 45, "Succeeded", Duration.ofHours(2));
        deployed("shop", "production", 39, "Succeeded", Duration.ofDays(9));
        deployed("shop", "production", 41, "Succeeded", Duration.ofDays(3));
        deployed("shop", "production", 44, "Failed", Duration.ofHours(1));
        deployed("billing", "staging", 12, "Succeeded", Duration.ofDays(1));
        deployed("billing", "production", 12, "Succeeded", Duration.ofHours(5));
        deployed("search", "development", 7, "InProgress", Duration.ofMinutes(1));
        String environment = new DeploymentEnvironment("of production", "eu-central-1", "shop", "web").key();
        Path folder = Path.of(System.getProperty("screenshots", tmp.toString()));
        Files.createDirectories(folder);
        ListView view = new ListView("releases", j.jenkins);
        view.setIncludeRegex(".*");
        view.getColumns().add(new LiveColumn());
        j.jenkins.addView(view);
        try (Chromium browser = new Chromium(tmp)) {
            showsTheColumn(browser, j.getURL() + "view/releases/", folder);
            for (int width : new int[] {1280, 390}) {
                browser.size(width, 844);
                for (String page : List.of("codedeploy/", "codedeploy/environment/" + environment + "/")) {
                    browser.open(j.getURL() + page);
                    assertEquals(
                            true,
                            browser.evaluate("document.documentElement.scrollWidth <= " + width),
                            page + " at " + width);
                    String name = page.equals("codedeploy/") ? "environments" : "environment";
                    browser.picture(folder.resolve(name + (width < 500 ? "-narrow" : "") + ".png"), width, 1400);
                }
            }
            browser.size(1280, 844);
            browser.open(j.getURL() + "codedeploy/");
            browser.evaluate("""
                    (() => {
                      const filter = document.getElementById("codedeploy-filter");
                      filter.value = "SHOP";
                      filter.dispatchEvent(new Event("input"));
                    })()""");
            assertEquals(1, ((Number) shown(browser)).intValue());
            browser.evaluate("""
                    (() => {
                      const filter = document.getElementById("codedeploy-filter");
                      filter.value = "shop nowhere";
                      filter.dispatchEvent(new Event("input"));
                    })()""");
            assertEquals(0, ((Number) shown(browser)).intValue());
            assertEquals(false, browser.evaluate("document.getElementById('codedeploy-nothing').hidden"));
            assertEquals(List.of(), browser.complaints);
        }
        try (var pictures = Files.list(folder)) {
            assertTrue(pictures.count() >= 4);
        }
    }

    /** Details are reachable by keyboard. */
    private static void showsTheColumn(Chromium browser, String url, Path folder) throws Exception {
        for (int width : new int[] {1280, 400}) {
            browser.size(width, 844);
            browser.open(url);
            browser.picture(folder.resolve(width < 500 ? "column-narrow.png" : "column.png"), width, 1000);
        }
        browser.size(1280, 844);
        browser.open(url);
        browser.send("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        browser.evaluate("document.querySelector('#job_shop .codedeploy-live-list a').focus()");
        browser.await("(document.querySelector('.tippy-box') || {textContent: ''}).textContent.includes('d-A1B2C3')");
    }

    private static Object shown(Chromium browser) throws Exception {
        return browser.evaluate("document.querySelectorAll('#codedeploy-environments tbody tr:not([hidden])').length");
    }
}
