package io.jenkins.plugins.codedeploy.environments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ListView;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import jenkins.model.Jenkins;
import org.apache.commons.io.FileUtils;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.MetaClass;

/** The column that says where the revisions of a job are live. */
@WithJenkins
class LiveColumnTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private JenkinsRule j;
    private boolean noCache;

    @BeforeEach
    void setUp(JenkinsRule rule) {
        j = rule;
        noCache = MetaClass.NO_CACHE;
    }

    @AfterEach
    void tearDown() {
        MetaClass.NO_CACHE = noCache;
    }

    private static DeploymentEnvironment environment(String target, String group) {
        return new DeploymentEnvironment("of " + target, "eu-central-1", "shop", group);
    }

    private static void record(String target, String group, String pusher, int build, String deployer, String status)
            throws Exception {
        ControllerHistory.get()
                .put(HistoryEntry.builder(environment(target, group), "d-" + target + group + build)
                        .target(target)
                        .revision("s3://bucket/CodeDeploy/" + pusher + "/" + build + ".zip")
                        .origin(new RevisionOrigin(new BuildReference(pusher, build), NOON, List.of("c0ffee" + build)))
                        .deployedBy(new BuildReference(deployer, build))
                        .begun(NOON.plusSeconds(build))
                        .ended(status.equals("InProgress") ? null : NOON.plusSeconds(build + 60L))
                        .status(status)
                        .build());
    }

    private ListView view() throws Exception {
        ListView view = new ListView("live", j.jenkins);
        view.setIncludeRegex(".*");
        view.setRecurse(true);
        view.getColumns().add(new LiveColumn());
        j.jenkins.addView(view);
        return view;
    }

    private HtmlPage page(String user) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
        if (user != null) {
            web.login(user);
        }
        return web.goTo("view/live/");
    }

    @Test
    void saysWhereTheRevisionsOfAJobAreLive() throws Exception {
        j.createFreeStyleProject("shop");
        j.createFreeStyleProject("release");
        j.createFreeStyleProject("idle");
        record("production", "web", "shop", 41, "release", "Succeeded");
        record("production", "web", "shop", 43, "release", "Failed");
        record("staging", "web", "shop", 45, "release", "Succeeded");
        record("staging", "api", "shop", 44, "release", "Succeeded");
        view();
        HtmlPage page = page(null);
        String shop = page.getHtmlElementById("job_shop").asNormalizedText();
        assertTrue(shop.contains("production: #41"), shop);
        assertTrue(shop.contains("Failed: #43"), shop);
        assertTrue(shop.contains("staging/api: #44"), shop);
        assertTrue(shop.contains("staging/web: #45"), shop);
        String release = page.getHtmlElementById("job_release").asNormalizedText();
        assertTrue(release.contains("production: shop #41"), release);
        String idle = page.getHtmlElementById("job_idle").asNormalizedText();
        assertFalse(idle.contains("production"), idle);

        var link = page.getAnchorByText("production: #41");
        assertTrue(link.getAttribute("class").contains("codedeploy-good"), link.asXml());
        assertTrue(link.getAttribute("tooltip").contains("d-productionweb41, commit c0ffee41"), link.asXml());
        assertEquals("", link.getAttribute("title"));
        HtmlPage environment = link.click();
        assertTrue(environment
                .getUrl()
                .toString()
                .contains(environment("production", "web").key()));
        assertTrue(environment.asNormalizedText().contains("shop #41"));
    }

    @Test
    void manyEnvironmentsAreBehindADisclosure() throws Exception {
        j.createFreeStyleProject("shop");
        for (int i = 0; i < 9; i++) {
            record("region-" + i, "web", "shop", 40 + i, "shop", "Succeeded");
        }
        view();
        String xml = page(null).getHtmlElementById("job_shop").asXml();
        assertTrue(xml.contains("and 5 more"), xml);
        assertTrue(xml.contains("region-8: #48"), xml);
    }

    @Test
    void oneSeesOnlyEnvironmentsOfJobsThatOneMayRead() throws Exception {
        Folder secret = j.createProject(Folder.class, "secret");
        secret.createProject(FreeStyleProject.class, "release");
        j.createFreeStyleProject("shop");
        j.createFreeStyleProject("deliver");
        record("production", "web", "shop", 41, "secret/release", "Succeeded");
        record("staging", "web", "shop", 45, "deliver", "Succeeded");
        record("staging", "web", "shop", 46, "secret/release", "Failed");
        record("sandbox", "web", "secret/tool", 3, "deliver", "Succeeded");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("member")
                .grant(Item.READ)
                .onItems(j.jenkins.getItem("shop"), j.jenkins.getItem("deliver"))
                .to("member")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        view();
        String admin = page("admin").asNormalizedText();
        assertTrue(admin.contains("production: #41"), admin);
        assertTrue(admin.contains("Failed: #46"), admin);
        assertTrue(admin.contains("sandbox: secret/tool #3"), admin);
        HtmlPage page = page("member");
        String member = page.asNormalizedText();
        assertTrue(member.contains("staging: #45"), member);
        assertFalse(member.contains("production"), member);
        assertFalse(member.contains("Failed"), member);
        assertFalse(page.asXml().contains("secret/tool"), page.asXml());
        assertTrue(member.contains("sandbox: 3.zip"), member);
    }

    @Test
    void aViewOfAThousandJobsReadsNoFileForAJob() throws Exception {
        // as outside of tests: pages are compiled once
        MetaClass.NO_CACHE = false;
        for (int i = 0; i < 1000; i++) {
            j.createFreeStyleProject("job" + i);
            if (i % 20 == 0) {
                record("production" + i, "web", "job" + i, 41, "job" + i, "Succeeded");
            }
        }
        view();
        ListView plain = new ListView("plain", j.jenkins);
        plain.setIncludeRegex(".*");
        j.jenkins.addView(plain);
        get("view/live/");
        FileUtils.deleteDirectory(new File(j.jenkins.getRootDir(), "codedeploy/history"));
        String all = get("view/live/");
        assertTrue(all.contains("production980: #41"), "read before");
        System.out.println("A view of 1000 jobs: " + best("view/live/") + " ms, without the column "
                + best("view/plain/") + " ms");
    }

    private long best(String path) throws Exception {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            get(path);
            best = Math.min(best, (System.nanoTime() - begun) / 1_000_000);
        }
        return best;
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(j.getURL() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void isDefinedByConfigurationAsCodeAndJobDsl(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("jenkins.yaml");
        Files.writeString(file, """
                jenkins:
                  views:
                    - list:
                        name: coded
                        columns:
                          - jobName
                          - codeDeployLive
                """);
        ConfigurationAsCode.get().configure(file.toString());
        assertNotNull(((ListView) j.jenkins.getView("coded")).getColumns().get(LiveColumn.class));

        ExecuteDslScripts script = new ExecuteDslScripts();
        script.setScriptText("""
                listView('scripted') {
                  columns {
                    name()
                    codeDeployLive()
                  }
                }
                """);
        FreeStyleProject seed = j.createFreeStyleProject("seed");
        seed.getBuildersList().add(script);
        j.buildAndAssertSuccess(seed);
        assertNotNull(((ListView) j.jenkins.getView("scripted")).getColumns().get(LiveColumn.class));
    }

    @Test
    void isKeptByTheFormOfAView() throws Exception {
        ListView view = view();
        j.submit(j.createWebClient().getPage(view, "configure").getFormByName("viewConfig"));
        assertNotNull(((ListView) j.jenkins.getView("live")).getColumns().get(LiveColumn.class));
    }
}
