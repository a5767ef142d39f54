package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.FakeChangeLogSCM;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a release would change, before anybody says yes to it. */
@WithJenkins
class CodeDeployChangesStepTest {
    private static final String APP_SPEC =
            "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /opt/demo\n";
    private static final String PRINT = """
            echo "SUMMARY ${c}"
            echo "LIVE ${c.liveBuild} NEXT ${c.build} same ${c.same} older ${c.older}"
            echo "ADDED ${c.added} REMOVED ${c.removed} CHANGED ${c.changed} SAME ${c.unchanged} NOTE ${c.filesNote}"
            echo "COUNTS ${c.addedCount} ${c.removedCount} ${c.changedCount}"
            c.commits.each { echo "COMMIT ${it.message} by ${it.author} in ${it.build} ${it.id}" }
            echo "COMMITS ${c.commits.size()} NOTE ${c.commitsNote}"
            """;

    private JenkinsRule j;
    private DeployWorld world;
    private FreeStyleProject shop;
    private FakeChangeLogSCM scm;
    private WorkflowJob release;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        shop = j.createFreeStyleProject("shop");
        scm = new FakeChangeLogSCM();
        shop.setScm(scm);
        release = j.createProject(WorkflowJob.class, "release");
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    /** Writes files. */
    public static final class Files extends TestBuilder {
        private final TreeMap<String, String> contents;

        Files(Map<String, String> contents) {
            this.contents = new TreeMap<>(contents);
        }

        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            FilePath dist = build.getWorkspace().child("dist");
            dist.deleteRecursive();
            dist.child("appspec.yml").write(APP_SPEC, "UTF-8");
            for (Map.Entry<String, String> file : contents.entrySet()) {
                dist.child(file.getKey()).write(file.getValue(), "UTF-8");
            }
            return true;
        }
    }

    /** @return the revision */
    private String deploy(String group, Map<String, String> files, String... commits) throws Exception {
        for (String commit : commits) {
            scm.addChange().withMsg(commit).withAuthor("jane");
        }
        CodeDeployStep step = new CodeDeployStep();
        step.setSource("dist");
        step.setTarget(DeployWorld.TARGET);
        step.setApplication("demo");
        step.setDeploymentGroup(group);
        shop.getBuildersList().replaceBy(List.of(new Files(files), new CodeDeployBuilder(step)));
        j.buildAndAssertSuccess(shop);
        return ControllerHistory.get()
                .live(new DeploymentEnvironment(Accounts.TARGET, world.aws.region(), "demo", group))
                .orElseThrow()
                .revision();
    }

    private WorkflowRun compare(String revision, Cause... causes) throws Exception {
        release.setDefinition(new CpsFlowDefinition(
                "def c = codeDeployChanges target: 'production', application: 'demo', deploymentGroup: 'staging',"
                        + " revision: '" + revision + "'\n" + PRINT,
                true));
        return j.assertBuildStatusSuccess(
                release.scheduleBuild2(0, causes.length == 0 ? null : new CauseAction(causes)));
    }

    private String page(String user, WorkflowRun build) throws Exception {
        JenkinsRule.WebClient web = j.createWebClient().withJavaScriptEnabled(false);
        if (user != null) {
            web.login(user);
        }
        return web.getPage(build).getWebResponse().getContentAsString();
    }

    @Test
    void tellsCommitsAndFilesAndDeploysNothing() throws Exception {
        deploy("staging", Map.of("index.html", "one", "old.txt", "x", "same.txt", "same"), "Begin");
        deploy("production", Map.of("index.html", "two", "same.txt", "same"), "Fix the price");
        String third = deploy(
                "production",
                Map.of("index.html", "six", "new.txt", "<b>", "same.txt", "same"),
                "Add a <page>\n\nAt length.");
        int before = world.deployments().size();

        WorkflowRun build = compare(third);

        assertEquals(before, world.deployments().size());
        j.assertLogContains("LIVE shop #1 NEXT shop #3 same false older false", build);
        j.assertLogContains("ADDED [new.txt] REMOVED [old.txt] CHANGED [index.html] SAME 2 NOTE null", build);
        j.assertLogContains("COUNTS 1 1 1", build);
        j.assertLogContains("COMMIT Add a <page> by jane in shop #3 null", build);
        j.assertLogContains("COMMIT Fix the price by jane in shop #2", build);
        j.assertLogContains("COMMITS 2 NOTE null", build);
        j.assertLogNotContains("Begin", build);
        j.assertLogContains("demo/staging (production): shop #3 would replace shop #1.", build);
        j.assertLogContains("  ~ index.html", build);
        String summary = JenkinsRule.getLog(build)
                .lines()
                .filter(line -> line.contains("SUMMARY"))
                .findFirst()
                .orElseThrow();
        assertTrue(summary.contains("2 commits: Add a <page> (jane); Fix the price (jane). Files: 1 added"), summary);

        String page = page(null, build);
        assertTrue(page.contains("shop #3 would replace shop #1"), page);
        assertTrue(page.contains("Add a &lt;page"), page);
        assertTrue(page.contains("new.txt"), page);

        release.doReload();
        WorkflowRun loaded = release.getBuildByNumber(build.getNumber());
        assertTrue(page(null, loaded).contains("Fix the price"), "it is kept");
    }

    @Test
    void tellsWhatIsTakenBackAndWhatIsLiveAlready() throws Exception {
        String first = deploy("production", Map.of("index.html", "one"));
        String second = deploy("staging", Map.of("index.html", "two"), "Fix the price");

        WorkflowRun back = compare(first);
        j.assertLogContains("LIVE shop #2 NEXT shop #1 same false older true", back);
        j.assertLogContains("shop #1 is older than shop #2, which is live.", back);
        j.assertLogContains("COMMIT Fix the price", back);

        WorkflowRun same = compare(second);
        j.assertLogContains("same true", same);
        j.assertLogContains("shop #2 is live already.", same);
        j.assertLogContains("COMMITS 0 NOTE null", same);
    }

    @Test
    void tellsThatNothingIsLive() throws Exception {
        String first = deploy("production", Map.of("index.html", "one"));
        WorkflowRun build = compare(first);
        j.assertLogContains("shop #1 would be the first revision; nothing is live.", build);
        assertTrue(page(null, build).contains("nothing is live"));
    }

    @Test
    void asksTheHistoryWhereAwsRefuses() throws Exception {
        deploy("staging", Map.of("index.html", "one"));
        String second = deploy("production", Map.of("index.html", "two"), "Fix the price");
        world.aws.iam().putPolicy(world.aws.seed().roleArn(), "Deny", """
                {"Version": "2012-10-17", "Statement": {
                  "Effect": "Deny", "Action": "codedeploy:ListDeployments", "Resource": "*"}}
                """);
        WorkflowRun build = compare(second);
        j.assertLogContains("taken from the history in Jenkins", build);
        j.assertLogContains("COMMIT Fix the price", build);
        j.assertLogContains("CHANGED [index.html]", build);
    }

    @Test
    void commitsAreShownOnlyToWhoMayReadTheirJob() throws Exception {
        deploy("staging", Map.of("index.html", "one"));
        String second = deploy("production", Map.of("index.html", "two"), "Fix the secret");
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("developer", "releaser")
                .grant(Item.READ)
                .onItems(shop)
                .to("developer")
                .grant(Item.READ)
                .onItems(release)
                .to("developer", "releaser"));
        User.getById("developer", true);
        User.getById("releaser", true);

        WorkflowRun hidden = compare(second, new Cause.UserIdCause("releaser"));
        j.assertLogContains("this build is not allowed to read the job", hidden);
        j.assertLogNotContains("Fix the secret", hidden);
        WorkflowRun timer = compare(second);
        j.assertLogNotContains("Fix the secret", timer);

        WorkflowRun shown = compare(second, new Cause.UserIdCause("developer"));
        j.assertLogContains("Fix the secret", shown);
        assertTrue(page("developer", shown).contains("Fix the secret"));
        String page = page("releaser", shown);
        assertFalse(page.contains("Fix the secret"), page);
        assertFalse(page.contains("shop #2"), page);
        assertTrue(page.contains("a job that you are not allowed to read"), page);
        assertTrue(page.contains("index.html"), page);
    }

    @Test
    void refusesWhatCannotBeMeantBeforeItAsks() throws Exception {
        world.aws.calls().clear();
        release.setDefinition(new CpsFlowDefinition(
                "codeDeployChanges target: 'production', application: 'demo', deploymentGroup: 'staging'", true));
        WorkflowRun missing = release.scheduleBuild2(0).get(5, TimeUnit.MINUTES);
        j.assertBuildStatus(Result.FAILURE, missing);
        j.assertLogContains("revision", missing);
        release.setDefinition(new CpsFlowDefinition("codeDeployChanges targt: 'production'", true));
        WorkflowRun misspelled = release.scheduleBuild2(0).get(5, TimeUnit.MINUTES);
        j.assertBuildStatus(Result.FAILURE, misspelled);
        j.assertLogContains("Did you mean target?", misspelled);
        assertEquals(List.of(), world.aws.calls().all());
    }
}
