package io.jenkins.plugins.codedeploy.environments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.release.RevisionParameterDefinition;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.apache.commons.io.FileUtils;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is live where, and who may see it. */
@WithJenkins
class EnvironmentsActionTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String ROLE = "arn:aws:iam::222222222222:role/Deploy";

    private JenkinsRule j;

    @BeforeEach
    void setUp(JenkinsRule rule) {
        j = rule;
    }

    private static DeploymentEnvironment environment(String target) {
        return new DeploymentEnvironment("of " + target, "eu-central-1", "shop", "web");
    }

    private static void record(String target, String pusher, int build, String deployer, String status)
            throws Exception {
        ControllerHistory.get()
                .put(HistoryEntry.builder(environment(target), "d-" + target + build)
                        .target(target)
                        .revision("s3://bucket/CodeDeploy/" + pusher + "/" + "0123456789".repeat(6) + build + ".zip")
                        .origin(new RevisionOrigin(new BuildReference(pusher, build), NOON, List.of("c0ffee" + build)))
                        .deployedBy(new BuildReference(deployer, build))
                        .user("alice")
                        .begun(NOON.plusSeconds(build))
                        .ended(NOON.plusSeconds(build + 60L))
                        .status(status)
                        .problem(status.equals("Failed") ? "refused by " + ROLE : null)
                        .build());
    }

    private void twoTeams() throws Exception {
        Folder team = j.createProject(Folder.class, "team");
        team.createProject(FreeStyleProject.class, "shop");
        team.createProject(FreeStyleProject.class, "release");
        Folder other = j.createProject(Folder.class, "other");
        other.createProject(FreeStyleProject.class, "release");
        record("staging", "team/shop", 45, "team/release", "Succeeded");
        record("production", "team/shop", 41, "team/release", "Succeeded");
        record("production", "team/shop", 43, "team/release", "Failed");
        record("sandbox", "other/x", 3, "other/release", "Succeeded");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("member", "stranger", "deployer")
                .grant(Item.READ)
                .onFolders(team)
                .to("member")
                .grant(Item.READ, Item.CONFIGURE)
                .onItems(team.getItem("release"))
                .to("deployer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    private HtmlPage page(String user, String path) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
        web.login(user);
        return web.goTo(path);
    }

    private int status(String user, String path) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.login(user);
        return web.goTo(path).getWebResponse().getStatusCode();
    }

    private JSONObject api(String user, String path) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient();
        web.login(user);
        return JSONObject.fromObject(
                web.goTo(path + "api/json", "application/json").getWebResponse().getContentAsString());
    }

    @Test
    void showsWhatIsLiveAndHowFarProductionIsBehind() throws Exception {
        twoTeams();
        String all = page("admin", "codedeploy/").asNormalizedText();
        assertTrue(all.contains("team/shop #41"), all);
        assertTrue(all.contains("4 builds behind staging"), all);
        assertTrue(all.contains("Failed: team/shop #43"), all);
        assertTrue(all.contains("sandbox"), all);
        assertTrue(all.contains("c0ffee41"), all);

        for (String path : List.of("job/team/codedeploy/", "job/team/job/release/codedeploy/")) {
            String ours = page("admin", path).asNormalizedText();
            assertTrue(ours.contains("team/shop #45"), ours);
            assertFalse(ours.contains("sandbox"), ours);
        }
        String job = page("admin", "job/team/job/release/").getWebResponse().getContentAsString();
        assertTrue(job.contains("job/release/codedeploy"), "the sidebar links it");
        assertFalse(page("admin", "job/team/job/shop/")
                .getWebResponse()
                .getContentAsString()
                .contains("job/shop/codedeploy"));
        assertEquals(404, status("admin", "job/team/job/shop/codedeploy/"));
    }

    @Test
    void promoteLeadsToTheFormOfTheReleaseJob() throws Exception {
        twoTeams();
        FreeStyleProject release = j.jenkins.getItemByFullName("team/release", FreeStyleProject.class);
        assertFalse(page("admin", "codedeploy/").asNormalizedText().contains("Promote"), "it takes no revision");
        release.addProperty(new ParametersDefinitionProperty(new RevisionParameterDefinition("REVISION")));
        assertFalse(page("member", "codedeploy/").asNormalizedText().contains("Promote"), "may not build");

        HtmlPage table = page("admin", "codedeploy/");
        HtmlAnchor promote = table.getAnchorByText("Promote…");
        assertEquals("Promote shop to production", promote.getAttribute("aria-label"));
        JenkinsRule.WebClient web = (JenkinsRule.WebClient) table.getWebClient();
        web.setThrowExceptionOnFailingStatusCode(false);
        HtmlPage form = promote.click();
        HtmlSelect select = form.getFormByName("parameters").querySelector("select[name=value]");
        assertEquals(
                "s3://bucket/CodeDeploy/team/shop/" + "0123456789".repeat(6) + "45.zip",
                select.getSelectedOptions().get(0).getValueAttribute());
        assertEquals(0, release.getBuilds().size(), "a link starts nothing");

        HtmlPage evil =
                (HtmlPage) web.getPage(j.getURL() + release.getUrl() + "build?delay=0sec&REVISION=javascript:x");
        assertEquals(
                0, evil.getFormByName("parameters").querySelectorAll("option").size());
    }

    @Test
    void whatSucceededEarlierCanBeDeployedAgain() throws Exception {
        twoTeams();
        record("production", "team/shop", 44, "team/release", "Succeeded");
        j.jenkins
                .getItemByFullName("team/release", FreeStyleProject.class)
                .addProperty(new ParametersDefinitionProperty(new RevisionParameterDefinition("REVISION")));
        String path = "codedeploy/environment/" + environment("production").key() + "/";
        assertFalse(page("member", path).asNormalizedText().contains("Deploy again"), "may not build");

        List<HtmlAnchor> again = page("admin", path).getAnchors().stream()
                .filter(anchor -> anchor.asNormalizedText().equals("Deploy again…"))
                .toList();

        assertEquals(1, again.size(), "neither what failed nor what is live");
        assertEquals("Deploy team/shop #41 again", again.get(0).getAttribute("aria-label"));
        assertTrue(again.get(0).getHrefAttribute().contains("REVISION="), again::toString);
    }

    @Test
    void oneReadsOnlyWhatComesFromJobsThatOneMayRead() throws Exception {
        twoTeams();
        String sandbox = environment("sandbox").key();
        String production = environment("production").key();
        String member = page("member", "codedeploy/").asNormalizedText();
        assertTrue(member.contains("team/shop #41"), member);
        assertFalse(member.contains("sandbox"), member);
        assertEquals(200, status("member", "codedeploy/environment/" + production + "/"));
        assertEquals(404, status("member", "codedeploy/environment/" + sandbox + "/"));
        assertEquals(404, status("stranger", "codedeploy/environment/" + production + "/"));
        assertEquals(
                0, api("stranger", "codedeploy/").getJSONArray("environments").size());
        assertEquals(
                2, api("member", "codedeploy/").getJSONArray("environments").size());
        assertFalse(page("stranger", "").getWebResponse().getContentAsString().contains("/codedeploy\""));

        // may read the job that deploys, not the one that pushes: its name, its commits and its distance stay hidden
        String deployer = page("deployer", "codedeploy/").asNormalizedText();
        assertFalse(deployer.contains("shop #"), deployer);
        assertFalse(deployer.contains("c0ffee"), deployer);
        assertFalse(deployer.contains("behind"), deployer);
    }

    @Test
    void anEnvironmentHasItsHistoryWithCausesOfFailures() throws Exception {
        twoTeams();
        String path = "codedeploy/environment/" + environment("production").key() + "/";
        String text = page("admin", path).asNormalizedText();
        assertTrue(text.contains("d-production41"), text);
        assertTrue(text.contains("refused by " + ROLE), text);
        assertTrue(text.contains("alice"), text);
        String member = page("member", path).getWebResponse().getContentAsString();
        assertTrue(member.contains("refused by"), member);
        assertFalse(member.contains("222222222222"), "accounts are for those who configure the job");

        JSONArray entries = api("member", path).getJSONArray("entries");
        assertEquals("d-production43", entries.getJSONObject(0).getString("deploymentId"));
        assertEquals("Failed", entries.getJSONObject(0).getString("status"));
        assertEquals("team/shop #41", entries.getJSONObject(1).getString("pushedBy"));
        assertEquals("d-production41", api("member", path).getJSONObject("live").getString("deploymentId"));
    }

    @Test
    void whatAHiddenJobDeployedIsNotShownAsAnOlderOne() throws Exception {
        twoTeams();
        record("production", "other/x", 50, "other/release", "Succeeded");
        assertTrue(api(
                        "member",
                        "codedeploy/environment/" + environment("production").key() + "/")
                .getBoolean("liveHidden"));
        String text = page("member", "codedeploy/").asNormalizedText();
        assertTrue(text.contains("Deployed by a job that you cannot read"), text);
        assertFalse(text.contains("other"), text);
    }

    @Test
    void aRunningDeploymentShowsHowFarItIs() throws Exception {
        try (DeployWorld world = new DeployWorld().configure().slow("production")) {
            WorkflowJob job = j.createProject(WorkflowJob.class, "release");
            job.setDefinition(new CpsFlowDefinition("""
                    node {
                      writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                      codeDeploy source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'production'
                    }
                    """, true));
            WorkflowRun build = job.scheduleBuild2(0).waitForStart();
            JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
            HtmlPage page = web.goTo("codedeploy/");
            for (int look = 0; look < 3_000 && page.querySelector("progress") == null; look++) {
                Thread.sleep(100);
                page = web.goTo("codedeploy/");
            }
            DomNode progress = page.querySelector("progress");
            assertNotNull(progress, page::asNormalizedText);
            assertTrue(page.asNormalizedText().contains("0 of 3"), page::asNormalizedText);
            build.doStop();
            j.waitForCompletion(build);
            assertNull(web.goTo("codedeploy/").querySelector("progress"));
        }
    }

    @Test
    void isRebuiltFromBuildsByAnAdministratorAlone() throws Exception {
        try (DeployWorld world = new DeployWorld().configure()) {
            WorkflowJob job = j.createProject(WorkflowJob.class, "release");
            job.setDefinition(new CpsFlowDefinition("""
                    node {
                      writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
                      codeDeploy source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging'
                    }
                    """, true));
            j.buildAndAssertSuccess(job);
            DeploymentEnvironment staging =
                    new DeploymentEnvironment(Accounts.TARGET, world.aws.region(), "demo", "staging");
            HistoryEntry before = ControllerHistory.get().entries(staging).get(0);
            FileUtils.deleteDirectory(new File(j.jenkins.getRootDir(), "codedeploy/history"));
            j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
            j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                    .grant(Jenkins.READ, Item.READ)
                    .everywhere()
                    .to("reader")
                    .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, CredentialsProvider.USE_ITEM)
                    .everywhere()
                    .to("deployer")
                    .grant(Jenkins.ADMINISTER)
                    .everywhere()
                    .to("admin"));
            forgetWhatIsInMemory();
            assertEquals(List.of(), ControllerHistory.get().entries(staging));

            assertEquals(403, post("reader", "codedeploy/rebuild"));
            assertEquals(200, post("admin", "codedeploy/rebuild"));
            for (int look = 0;
                    look < 1_200 && ControllerHistory.get().entries(staging).isEmpty();
                    look++) {
                Thread.sleep(50);
            }
            HistoryEntry after = ControllerHistory.get().entries(staging).get(0);
            assertEquals(before.deploymentId(), after.deploymentId());
            assertEquals(before.revision(), after.revision());
            assertEquals(before.origin().build(), after.origin().build());
            assertEquals(before.deployedBy(), after.deployedBy());
            assertEquals(before.status(), after.status());
            assertEquals(before.begun(), after.begun());

            compareWithAws(world, staging);
        }
    }

    private void compareWithAws(DeployWorld world, DeploymentEnvironment staging) throws Exception {
        String path = "codedeploy/environment/" + staging.key() + "/ask";
        world.aws.calls().clear();
        page("deployer", path.replace("/ask", "/"));
        assertEquals(0, world.aws.calls().all().size(), "showing the page calls nobody");
        assertEquals(403, post("reader", path));
        String ours = world.only().id();
        assertTrue(answer("deployer", path)
                .contains("Deployment " + ours + " is live. This Jenkins controller created it."));
        String others = deployPastJenkins(
                ControllerHistory.get().entries(staging).get(0).revision());
        assertTrue(answer("deployer", path).contains("Not by this Jenkins: deployment " + others));
    }

    /** With the role, but without a build. */
    private String deployPastJenkins(String revision) throws Exception {
        WorkflowJob job = j.jenkins.getItemByFullName("release", WorkflowJob.class);
        TargetReference reference =
                TargetReference.builder().target(DeployWorld.TARGET).build();
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        Engines.deployments()
                .start(
                        TargetResolver.resolve(reference, job.getLastBuild()).access(),
                        "somebody",
                        new DeploymentRequest(
                                "demo", "staging", S3Revision.parse(revision), DeploymentOptions.DEFAULTS),
                        DeploymentPolicy.DEFAULTS,
                        Nonce.of("somebody"),
                        Journal.inMemory(),
                        event -> {},
                        end::complete);
        return end.get(5, TimeUnit.MINUTES).deploymentId();
    }

    private int post(String user, String path) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        web.login(user);
        WebRequest request = new WebRequest(URI.create(j.getURL() + path).toURL(), HttpMethod.POST);
        return web.getPage(web.addCrumb(request)).getWebResponse().getStatusCode();
    }

    private String answer(String user, String path) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
        web.login(user);
        WebRequest request = new WebRequest(URI.create(j.getURL() + path).toURL(), HttpMethod.POST);
        HtmlPage page = web.getPage(web.addCrumb(request));
        return page.getElementById("codedeploy-answer").getTextContent();
    }

    /** As after a restart. */
    private void forgetWhatIsInMemory() throws Exception {
        var history = ControllerHistory.class.getDeclaredField("history");
        history.setAccessible(true);
        history.set(hudson.ExtensionList.lookupSingleton(ControllerHistory.class), null);
    }

    /** Bounded generously: what it takes on this machine is printed. */
    @Test
    void showsAThousandEnvironmentsInAWarmController() throws Exception {
        j.createFreeStyleProject("release");
        for (int row = 0; row < 50; row++) {
            for (int column = 0; column < 20; column++) {
                manyEarlierDeployments(row, column);
                ControllerHistory.get()
                        .put(HistoryEntry.builder(
                                        new DeploymentEnvironment(
                                                "account " + column, "eu-central-1", "app-" + row, "web"),
                                        "d-" + row + "-" + column)
                                .target("target-" + column)
                                .revision("s3://bucket/" + row + "-" + column + ".zip")
                                .origin(new RevisionOrigin(
                                        new BuildReference("release", 100 + column), NOON, List.of("c0ffee")))
                                .deployedBy(new BuildReference("release", 1))
                                .begun(NOON)
                                .status("Succeeded")
                                .build());
            }
        }
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(j.getURL() + "codedeploy/")).build();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long begun = System.nanoTime();
            String html =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            best = Math.min(best, (System.nanoTime() - begun) / 1_000_000);
            assertTrue(html.contains("19 builds behind target-19"));
        }
        System.out.println("50 × 20 environments are shown in " + best + " ms");
        forgetWhatIsInMemory();
        long cold = System.nanoTime();
        client.send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println("and for the first time in " + (System.nanoTime() - cold) / 1_000_000 + " ms");
        assertTrue(best < 60_000, best + " ms");
    }

    /** As they are written, at once: lines of one file for each environment. */
    private void manyEarlierDeployments(int row, int column) throws Exception {
        DeploymentEnvironment environment =
                new DeploymentEnvironment("account " + column, "eu-central-1", "app-" + row, "web");
        StringBuilder lines = new StringBuilder();
        for (int number = 1; number < 50; number++) {
            lines.append("""
                    {"id":"d-%d-%d-%d","account":"%s","region":"eu-central-1","application":"%s","deploymentGroup":"web",\
                    "target":"target-%d","revision":"s3://bucket/%d.zip","pushedBy":{"job":"release","build":%d,\
                    "at":"2026-11-25T12:00:00Z","commits":["c0ffee"]},"deployedBy":{"job":"release","build":1},\
                    "begun":"2026-11-25T12:00:%02dZ","status":"Succeeded","written":"2026-11-25T12:01:00Z"}
                    """.formatted(
                            row,
                            column,
                            number,
                            environment.account(),
                            environment.application(),
                            column,
                            number,
                            number,
                            number));
        }
        File folder = new File(j.jenkins.getRootDir(), "codedeploy/history");
        FileUtils.write(new File(folder, environment.key() + ".jsonl"), lines.toString(), "UTF-8");
    }
}
