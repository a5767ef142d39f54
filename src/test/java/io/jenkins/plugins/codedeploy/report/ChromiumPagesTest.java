package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.Chromium;
import io.jenkins.plugins.codedeploy.NeedsChromium;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The pages in Chromium, against a Jenkins of its own that enforces its content security policy.
 */
@NeedsChromium
class ChromiumPagesTest {
    private static final int WARM_UP = 15;

    /** The policy as any administrator can have it enforced, not the one of development and tests. */
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions(
                    "-Djenkins.security.csp.impl.DevelopmentHeaderDecider.DISABLED=true",
                    "-Djenkins.security.csp.CspHeader.headerName=Content-Security-Policy")
            .withTimeout(0);

    @TempDir
    private Path tmp;

    @Test
    void holdsInARealBrowser() throws Throwable {
        jenkins.startJenkins();
        jenkins.runRemotely(Gallery::build);
        jenkins.runRemotely(Gallery::forms);
        assertTrue(policy().contains("script-src 'report-sample' 'self';"), policy());
        try (Chromium browser = new Chromium(tmp)) {
            browser.size(1280, 900);
            hearsAViolation(browser);
            violatesNoPolicy(browser);
            keepsItsContrast(browser);
            fitsAPhone(browser);
            worksByKeyboard(browser);
            standsStillWhereThatIsWanted(browser);
            for (String page : List.of("", "?all", "content", "progress", "api/json", "api/xml")) {
                measureAnswers("large/1/codedeploy/" + page);
            }
            measure(browser, "large/1/codedeploy/");
            measure(browser, "large/1/codedeploy/?all");
            tellsWhoHasBeenSignedOutAndGoesOn(browser);
            follows(browser);
            assertEquals(List.of(), browser.complaints);
        }
        jenkins.stopJenkins();
    }

    private String policy() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url("failed/1/codedeploy/")))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("none");
    }

    /** Without this, silence would prove nothing. */
    private void hearsAViolation(Chromium browser) throws Exception {
        browser.open(url("failed/1/codedeploy/"));
        assertEquals(List.of(), browser.complaints);
        browser.evaluate("""
                (() => {
                  const script = document.createElement("script");
                  script.textContent = "window.broken = true";
                  document.body.append(script);
                })()""");
        browser.await("typeof window.broken === 'undefined'");
        for (int i = 0; browser.complaints.isEmpty() && i < 300; i++) {
            Thread.sleep(200);
        }
        assertTrue(browser.complaints.get(0).contains("script-src"), browser.complaints.toString());
        browser.open("about:blank");
        browser.complaints.clear();
    }

    private void violatesNoPolicy(Chromium browser) throws Exception {
        for (String page : List.of(
                "job/running/1/codedeploy/",
                "job/succeeded/2/codedeploy/",
                "job/failed/1/codedeploy/",
                "job/large/1/codedeploy/?all",
                "job/failed/1/",
                "job/form/configure",
                "job/folder/configure",
                "job/folder/codedeploy-setup/",
                "manage/configure",
                "manage/codedeploy-setup/",
                "job/running/pipeline-syntax/")) {
            browser.open(jenkins.getUrl() + page);
            assertEquals(List.of(), browser.complaints, page);
            System.out.println("no violation: " + page);
        }
        for (String step : List.of("codeDeploy", "codeDeployPush", "codeDeployPreflight")) {
            browser.open(url("running/pipeline-syntax/"));
            browser.evaluate("""
                    (() => {
                      const list = document.querySelector("select.dropdownList");
                      const wanted = Array.from(list.options).findIndex((o) => o.text.startsWith("%s:"));
                      list.selectedIndex = wanted;
                      list.dispatchEvent(new Event("change"));
                    })()""".formatted(step));
            browser.await(
                    "Array.from(document.querySelectorAll('[name=\"_.target\"]')).some((e) => e.checkVisibility())");
            assertEquals(List.of(), browser.complaints, step);
            System.out.println("no violation: the form of " + step);
        }
        browser.open(url("failed/1/codedeploy/"));
        assertEquals(
                0L,
                ((Number) browser.evaluate(
                                "document.querySelectorAll('#codedeploy-report :is([style], style)').length"))
                        .longValue());
    }

    private void keepsItsContrast(Chromium browser) throws Exception {
        String script =
                new String(getClass().getResourceAsStream("contrast.js").readAllBytes(), StandardCharsets.UTF_8);
        for (String page :
                List.of("running/1/codedeploy/", "succeeded/2/codedeploy/", "failed/1/codedeploy/", "failed/1/")) {
            browser.open(url(page));
            assertEquals(List.of(), browser.evaluate(script), page);
        }
    }

    private void fitsAPhone(Chromium browser) throws Exception {
        browser.size(390, 844);
        for (String page : List.of("running/1/codedeploy/", "failed/1/codedeploy/", "large/1/codedeploy/")) {
            browser.open(url(page));
            assertEquals(390, browser.evaluate("document.documentElement.scrollWidth"), page);
            assertEquals(
                    List.of(),
                    browser.evaluate("Array.from(document.querySelectorAll('#codedeploy-report *'))"
                            + ".filter((e) => e.getBoundingClientRect().right > 390).map((e) => e.outerHTML)"),
                    page);
        }
        browser.size(1280, 900);
    }

    private void worksByKeyboard(Chromium browser) throws Exception {
        browser.open(url("failed/1/codedeploy/"));
        browser.evaluate("document.querySelector('.codedeploy-links a').focus()");
        List<Object> reached = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            reached.add(
                    browser.evaluate(
                            "(document.activeElement.getAttribute('class') || '') + ' '"
                                    + " + document.activeElement.tagName + ' ' + document.activeElement.innerText.trim().split('\\n')[0]"));
            browser.press("Tab", 9);
        }
        System.out.println("by keyboard: " + reached);
        assertTrue(reached.toString().contains("SUMMARY 2 targets"), reached.toString());
        assertTrue(reached.toString().contains("codedeploy-log PRE"), reached.toString());
        browser.evaluate("document.querySelector('.codedeploy-failure summary').focus()");
        assertEquals(true, browser.evaluate("document.querySelector('.codedeploy-failure').open"));
        browser.press("Enter", 13);
        browser.await("!document.querySelector('.codedeploy-failure').open");
        assertEquals(
                "solid",
                browser.evaluate("((s) => s.outlineStyle === 'auto' ? 'solid' : s.outlineStyle)"
                        + "(getComputedStyle(document.activeElement))"),
                "the focus is seen");
    }

    private void standsStillWhereThatIsWanted(Chromium browser) throws Exception {
        browser.open(url("running/1/codedeploy/"));
        String animation =
                "getComputedStyle(document.querySelector('.codedeploy-bars .codedeploy-running')).animationName";
        assertEquals("codedeploy-pulse", browser.evaluate(animation));
        browser.prefer("prefers-reduced-motion", "reduce");
        assertEquals("none", browser.evaluate(animation));
        browser.prefer("prefers-reduced-motion", "no-preference");
    }

    private void measure(Chromium browser, String page) throws Exception {
        List<Long> answered = new ArrayList<>();
        List<Long> complete = new ArrayList<>();
        for (int i = 0; i < WARM_UP + 15; i++) {
            browser.open(url(page));
            List<?> times =
                    (List<?>) browser.evaluate("(() => { const n = performance.getEntriesByType('navigation')[0];"
                            + " return [Math.round(n.responseEnd), Math.round(n.loadEventEnd)]; })()");
            answered.add(((Number) times.get(0)).longValue());
            complete.add(((Number) times.get(1)).longValue());
        }
        System.out.printf(
                "500 instances in Chromium, %s: answered in %d ms, loaded in %d ms (medians of %d, after %d to warm up)%n",
                page, median(answered), median(complete), answered.size() - WARM_UP, WARM_UP);
    }

    /** By Jenkins alone, over one connection of this machine. */
    private void measureAnswers(String page) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(page))).build();
        List<Long> answered = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < 45; i++) {
            long begun = System.nanoTime();
            size = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
            answered.add((System.nanoTime() - begun) / 1_000_000);
        }
        System.out.printf(
                "500 instances, %s: %d KB answered in %d ms (median of %d, after %d to warm up)%n",
                page, size / 1024, median(answered), answered.size() - WARM_UP, WARM_UP);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = new ArrayList<>(values.subList(WARM_UP, values.size()));
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** As after a restart of Jenkins, which forgets sessions. */
    private void tellsWhoHasBeenSignedOutAndGoesOn(Chromium browser) throws Exception {
        String note = "document.getElementById('codedeploy-signed-out')";
        browser.open(url("running/1/codedeploy/"));
        assertEquals(true, browser.evaluate(note + ".hidden"));
        browser.evaluate("""
                (() => {
                  window.whole = window.fetch;
                  window.fetch = () => Promise.resolve(new Response("", { status: 403 }));
                })()""");
        browser.await("!" + note + ".hidden");
        assertEquals(true, browser.evaluate("document.getElementById('codedeploy-stale').hidden"));
        assertTrue(
                browser.evaluate(note + ".querySelector('a').href").toString().contains("from="));
        browser.evaluate("window.fetch = window.whole");
        browser.await(note + ".hidden");
    }

    /** The page moves in place: what its reader has opened, and where the focus is, stays. */
    private void follows(Chromium browser) throws Throwable {
        browser.open(url("running/1/codedeploy/"));
        browser.evaluate("window.sameDocument = true");
        browser.evaluate("document.querySelectorAll('.codedeploy-events summary')[7].focus()");
        browser.press("Enter", 13);
        assertEquals(true, browser.evaluate("document.activeElement.parentElement.open"));
        assertFalse((Boolean) browser.evaluate("document.body.innerText.includes('Failed lifecycle events')"));
        jenkins.runRemotely(Gallery::finish);
        browser.await("document.body.innerText.includes('Failed lifecycle events')");
        browser.await("document.querySelector('.codedeploy-failure pre').innerText.includes('BindException')");
        browser.await("document.getElementById('codedeploy-spoken').textContent.startsWith('Deployment d-')");
        assertEquals(true, browser.evaluate("window.sameDocument"), "not loaded anew");
        assertEquals(true, browser.evaluate("document.activeElement.parentElement.open"), "still open, still focused");
        assertEquals(
                true,
                browser.evaluate(
                        "Array.from(performance.getEntriesByType('resource')).every((r) => r.name.startsWith(location.origin))"),
                "nothing is asked of anybody else");
    }

    private String url(String page) throws Exception {
        return jenkins.getUrl() + "job/" + page;
    }
}
