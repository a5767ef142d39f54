package io.jenkins.plugins.codedeploy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.EnvVars;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.LiveFolder;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What agents are told, and what becomes of it. */
@WithJenkins
class AgentsTest {
    private static final String FILES =
            "writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\nfiles:\\n  - source: /\\n    destination: /opt/demo\\n'\n"
                    + "writeFile file: 'dist/Grüße \u65e5\u672c.txt', text: 'Grüße', encoding: 'UTF-8'\n"
                    + "writeFile file: 'dist/i.txt', text: 'hello'\n";
    private static final String PUSH = "node('%s') {\n" + FILES
            + "def pushed = codeDeployPush(source: 'dist', target: 'production')\n"
            + "echo \"uploaded=${pushed.uploaded} digest=${pushed.digest}\"\n}";

    private JenkinsRule j;
    private DeployWorld world;

    @BeforeEach
    void setUp(JenkinsRule rule) throws Exception {
        j = rule;
        world = new DeployWorld().configure();
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    private WorkflowRun run(String name, String script) throws Exception {
        return job(name, script).scheduleBuild2(0).waitForStart();
    }

    private WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = j.jenkins.getItemByFullName(name, WorkflowJob.class);
        if (job == null) {
            job = j.createProject(WorkflowJob.class, name);
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private DumbSlave agent(String name, String options) throws Exception {
        DumbSlave agent = j.createSlave(
                name, name, new EnvVars("JAVA_TOOL_OPTIONS", options, "LC_ALL", "C.UTF-8", "TZ", "Asia/Kolkata"));
        j.waitOnline(agent);
        return agent;
    }

    /** What one agent sent, another one recognises: neither charset, time zone nor language gets into the bytes. */
    @Test
    void makesTheSameBytesUnderAnotherCharsetTimeZoneAndLanguage() throws Exception {
        agent("plain", "-Dfile.encoding=UTF-8 -Duser.timezone=UTC -Duser.language=en");
        agent(
                "odd",
                "-Dfile.encoding=ISO-8859-1 -Duser.timezone=Pacific/Kiritimati -Duser.language=tr -Duser.country=TR");
        WorkflowRun first = j.assertBuildStatusSuccess(j.waitForCompletion(run("same", PUSH.formatted("plain"))));
        WorkflowRun second = j.assertBuildStatusSuccess(j.waitForCompletion(run("same", PUSH.formatted("odd"))));
        assertTrue(told(first).startsWith("uploaded=true "), told(first));
        assertEquals(told(first).replace("uploaded=true", "uploaded=false"), told(second));
        j.assertLogContains("Comparing with the object", second);
    }

    /** Whatever its name: what it packs is compared once, and believed as long as it stays connected. */
    @Test
    void anAgentThatConnectsAgainIsAnotherMachine() throws Exception {
        DumbSlave agent = agent("agent", "-Duser.timezone=UTC");
        j.assertBuildStatusSuccess(j.waitForCompletion(run("again", PUSH.formatted("agent"))));
        WorkflowRun same = j.assertBuildStatusSuccess(j.waitForCompletion(run("again", PUSH.formatted("agent"))));
        j.assertLogNotContains("Comparing with the object", same);
        agent.toComputer().disconnect(null).get();
        agent.toComputer().connect(true).get();
        j.waitOnline(agent);
        WorkflowRun other = j.assertBuildStatusSuccess(j.waitForCompletion(run("again", PUSH.formatted("agent"))));
        j.assertLogContains("Comparing with the object", other);
        j.assertLogContains("uploaded=false", other);
        WorkflowRun known = j.assertBuildStatusSuccess(j.waitForCompletion(run("again", PUSH.formatted("agent"))));
        j.assertLogNotContains("Comparing with the object", known);
        assertEquals(1, world.aws.calls().count("CompleteMultipartUpload"));
    }

    /** A machine without a temporary folder is enough, and what is in the workspace is all that is there afterwards. */
    @Test
    void writesNothingToTheDiskOfTheAgent(@TempDir Path parent) throws Exception {
        DumbSlave agent = agent("agent", "-Djava.io.tmpdir=" + parent.resolve("none"));
        WorkflowJob job = job("left", PUSH.formatted("agent"));
        j.buildAndAssertSuccess(job);
        Path temporary =
                Path.of(WorkspaceList.tempDir(agent.getWorkspaceFor(job)).getRemote());
        if (Files.exists(temporary)) {
            try (Stream<Path> files = Files.list(temporary)) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    private static String told(WorkflowRun run) throws Exception {
        return run.getLog(1000).stream()
                .filter(line -> line.startsWith("uploaded="))
                .findFirst()
                .orElseThrow();
    }

    /** The bucket of the target account is the harder case: its URLs carry a session's token. */
    @Test
    void keepsNoSecretAnywhere(@TempDir Path temporary) throws Exception {
        world.group("staging").eventDuration(Duration.ofSeconds(60));
        useTheTargetsBucket();
        DumbSlave agent = agent("agent", "-Djava.io.tmpdir=" + temporary);
        WorkflowRun run = run(
                "secret",
                "node('agent') {\n" + FILES
                        + "codeDeploy(source: 'dist', target: 'production', application: 'demo', deploymentGroup: 'staging')\n}");
        j.waitForMessage(" created: ", run);
        assertNothingIn(j.jenkins.getRootDir().toPath(), Path.of(agent.getRemoteFS()), temporary);
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        assertNothingIn(j.jenkins.getRootDir().toPath(), Path.of(agent.getRemoteFS()), temporary);
        List<String> uploads = world.aws.calls().all().stream()
                .filter(call -> call.operation().equals("UploadPart")
                        || call.operation().equals("PutObject"))
                .map(Call::callerArn)
                .toList();
        assertFalse(uploads.isEmpty());
        assertTrue(
                uploads.stream().allMatch(arn -> arn.contains(":assumed-role/CrossAccountDeploy/")),
                uploads.toString());
    }

    @Test
    void keepsNoSecretWhereTheUploadFails(@TempDir Path temporary) throws Exception {
        useTheTargetsBucket();
        world.aws
                .s3()
                .putPolicy(
                        world.aws.seed().targetBucket(),
                        "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Principal\": \"*\","
                                + " \"Action\": \"s3:PutObject\", \"Resource\": \"arn:aws:s3:::"
                                + world.aws.seed().targetBucket() + "/*\"}]}");
        agent("agent", "-Djava.io.tmpdir=" + temporary);
        WorkflowRun run =
                j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run("refused", PUSH.formatted("agent"))));
        j.assertLogContains("s3:PutObject", run);
        assertNothingIn(j.jenkins.getRootDir().toPath(), temporary);
    }

    private void useTheTargetsBucket() {
        TargetAccounts.get().getTargets().forEach(target -> {
            target.setBucket(world.aws.seed().targetBucket());
            target.setBucketOwner(BucketOwner.TARGET);
        });
    }

    private void assertNothingIn(Path... roots) throws Exception {
        List<Credential> sessions = world.aws.iam().sessions();
        assertFalse(sessions.isEmpty());
        List<String> secrets = new ArrayList<>(List.of(world.secretKey(), "X-Amz-Signature", "X-Amz-Security-Token"));
        for (Function<Credential, String> part :
                List.<Function<Credential, String>>of(Credential::secretAccessKey, Credential::sessionToken)) {
            sessions.stream().map(part).forEach(secrets::add);
        }
        List<String> found = new ArrayList<>();
        for (Path root : roots) {
            for (String secret : secrets) {
                LiveFolder.filesWith(root, secret).forEach(file -> found.add(file + ": " + secret.substring(0, 4)));
            }
        }
        assertEquals(List.of(), found);
    }
}
