package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.Guards;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Two target accounts: one takes anything, the guarded one only what its guards let pass. */
@WithJenkins
class GuardsTest {
    private static final String PUSH = """
            node {
              writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'
              writeFile file: 'dist/index.html', text: "build ${env.BUILD_NUMBER}"
              codeDeployPush source: 'dist', target: 'free'
              echo "pushed ${env.CODEDEPLOY_REVISION}."
            }
            """;

    private JenkinsRule j;
    private DeployWorld world;
    private WorkflowJob shop;
    private WorkflowJob release;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
        shop = j.createProject(WorkflowJob.class, "shop");
        shop.setDefinition(new CpsFlowDefinition(PUSH, true));
        release = j.createProject(WorkflowJob.class, "release");
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    /** The world's own target account as it is, under another name, and again with guards. */
    private void guarded(Guards guards) {
        List<TargetAccount> all = new ArrayList<>();
        for (String name : List.of("free", DeployWorld.TARGET)) {
            String xml = Jenkins.XSTREAM2.toXML(original());
            TargetAccount copy = (TargetAccount)
                    Jenkins.XSTREAM2.fromXML(xml.replaceAll("<name>[^<]*</name>", "<name>" + name + "</name>"));
            copy.setGuards(name.equals("free") ? null : guards);
            all.add(copy);
        }
        TargetAccounts.get().setTargets(all);
    }

    private static TargetAccount original() {
        return TargetAccounts.get().getTargets().stream()
                .filter(target -> target.getName().equals(DeployWorld.TARGET))
                .findFirst()
                .orElseThrow();
    }

    private String push() throws Exception {
        String log = JenkinsRule.getLog(j.buildAndAssertSuccess(shop));
        String from = log.substring(log.indexOf("pushed s3://") + "pushed ".length());
        return from.substring(0, from.indexOf('\n') - 1);
    }

    private WorkflowRun deploy(Result expected, String target, String group, String revision) throws Exception {
        return run(
                expected,
                "codeDeploy target: '" + target + "', application: 'demo', deploymentGroup: '" + group
                        + "', revision: '" + revision + "'");
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        release.setDefinition(new CpsFlowDefinition(script, true));
        return j.buildAndAssertStatus(expected, release);
    }

    @Test
    void acceptsOnlyWhatHasSucceededElsewhereAndNothingOlderThanWhatIsLive() throws Exception {
        Guards guards = new Guards();
        guards.setRequireSuccessIn(List.of("free/staging"));
        guards.setAllowOlder(false);
        guarded(guards);
        String first = push();
        WorkflowRun early = deploy(Result.FAILURE, DeployWorld.TARGET, "production", first);
        j.assertLogContains("has succeeded in free/staging, and it has not yet", early);
        assertEquals(0, world.deployments("production").size());

        deploy(Result.SUCCESS, "free", "staging", first);
        deploy(Result.SUCCESS, DeployWorld.TARGET, "production", first);
        String second = push();
        deploy(Result.FAILURE, DeployWorld.TARGET, "production", second);
        deploy(Result.SUCCESS, "free", "staging", second);
        deploy(Result.SUCCESS, DeployWorld.TARGET, "production", second);

        WorkflowRun older = deploy(Result.FAILURE, DeployWorld.TARGET, "production", first);
        j.assertLogContains(
                "The revision that shop #1 pushed is older than the live revision of production, which shop #2 pushed",
                older);
        assertEquals(2, world.deployments("production").size());
        run(
                Result.SUCCESS,
                "codeDeployRollback target: 'production', application: 'demo', deploymentGroup: 'production'");
        assertEquals(3, world.deployments("production").size());
    }

    @Test
    void aStepMayRequireASuccessElsewhere() throws Exception {
        guarded(null);
        String first = push();
        String to = "codeDeploy target: 'production', application: 'demo', deploymentGroup: 'production', revision: '"
                + first + "', promotedFrom: ";
        WorkflowRun early = run(Result.FAILURE, to + "'free/staging'");
        j.assertLogContains("has succeeded in free/staging, and it has not yet", early);
        WorkflowRun unknown = run(Result.FAILURE, to + "'fre/staging'");
        j.assertLogContains("promotedFrom: there is no target account \"fre/staging\"", unknown);
        assertEquals(0, world.deployments().size());

        deploy(Result.SUCCESS, "free", "staging", first);
        run(Result.SUCCESS, to + "'free/staging'");
        assertEquals(1, world.deployments("production").size());
    }

    @Test
    void deploysWithinAWindowUnlessWhoMayConfigureItOverridesIt() throws Exception {
        Guards guards = new Guards();
        guards.setWindows("freeze 2020-01-01..2099-12-31 The data center moves");
        guarded(guards);
        String revision = push();
        long puts = world.aws.calls().count("PutObject");
        WorkflowRun source = run(Result.FAILURE, PUSH.replace("codeDeployPush source: 'dist', target: 'free'", """
                        codeDeploy source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging'
                        """));
        j.assertLogContains("The data center moves", source);
        assertEquals(puts, world.aws.calls().count("PutObject"), "nothing is uploaded for it");
        j.assertLogContains("are frozen until", deploy(Result.FAILURE, DeployWorld.TARGET, "staging", revision));

        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Item.CONFIGURE)
                .everywhere()
                .to("dev"));
        release.setDefinition(new CpsFlowDefinition(
                "codeDeploy target: 'production', application: 'demo', deploymentGroup: 'staging', revision: '"
                        + revision + "', overrideWindow: 'INC-4711'",
                true));
        assertSame(Result.FAILURE, startedBy("dev").getResult());
        assertEquals(0, world.deployments().size());
        WorkflowRun urgent = startedBy("admin");
        j.assertBuildStatusSuccess(urgent);
        j.assertLogContains("User admin overrides the deployment windows of the target account: INC-4711", urgent);
        assertEquals(1, world.deployments().size());
    }

    private WorkflowRun startedBy(String user) throws Exception {
        try (ACLContext ignored = ACL.as2(hudson.model.User.getById(user, true).impersonate2())) {
            return j.waitForCompletion(release.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause()))
                    .waitForStart());
        }
    }

    @Test
    void keepsGuardsThroughTheForm() throws Exception {
        Guards guards = new Guards();
        guards.setRequireSuccessIn(List.of("free/staging", "free"));
        guards.setAllowOlder(false);
        guards.setWindows("Mon-Thu 08:00-16:00\nfreeze 2026-12-20..2027-01-06 Christmas");
        guards.setTimeZone("Europe/Berlin");
        guarded(guards);
        String before = Jenkins.XSTREAM2.toXML(TargetAccounts.get().getTargets());
        j.configRoundtrip();
        assertEquals(before, Jenkins.XSTREAM2.toXML(TargetAccounts.get().getTargets()));
        Guards kept = original().getGuards();
        assertTrue(!kept.isAllowOlder() && kept.getWindows().contains("Christmas"));
    }
}
