package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever cannot work is said at once, by the name of its option, without a call to AWS. */
class BadInputTest {
    private static Cli cli;

    @BeforeAll
    static void start() throws Exception {
        cli = new Cli();
    }

    @AfterAll
    static void stop() throws Exception {
        cli.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--role-arn, arn:aws:iam::222:role/Deploy",
        "--role-arn, arn:aws:iam::222222222222:user/deploy",
        "--role-arn, deploy",
        "--external-id, a",
        "--instance-role, arn:aws:iam::222222222222:instance-profile/Instances",
        "--session-duration, 60",
        "--session-duration, 43201",
        "--session-duration, long",
        "--region, nowhere",
        "--endpoint-url, ftp://127.0.0.1",
        "--endpoint-url, 127.0.0.1:4566",
        "--bucket, s3://bucket/key",
        "--bucket, Capitals",
        "--bucket-region, far",
        "--bucket-owner, NOBODY",
        "--bucket-account, 12",
        "--kms-key-id, alias/aws/s3",
        "--key, a/../b.zip",
        "--source, /no/such/folder",
        "--app-spec, /no/such/file",
        "--application, ' '",
        "--deployment-group, ' '",
        "--file-exists-behavior, PANIC",
        "--auto-rollback, ALWAYS",
        "--on-active-deployment, QUARREL",
        "--timeout, 0",
        "--timeout, soon",
        "--timeout, 10m",
        "--no-such-option, x"
    })
    void namesTheOption(String option, String value) throws Exception {
        refused(option, cli.deploy(deploying(option, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dploy | Unknown command: dploy. | Did you mean deploy?",
                "xyzxyz | Unknown command: xyzxyz. | For a list of commands, use codedeploy-tools --help.",
                "deploy --timout 5 | Unknown option: --timout. | Did you mean --timeout?",
                "stop --nonsense | Unknown option: --nonsense. | For a list of options, use codedeploy-tools stop --help.",
                "stop | Missing: --deployment-id. | For a list of options, use codedeploy-tools stop --help.",
                "stop d-ABC | Unexpected argument: d-ABC. | For a deployment, use --deployment-id d-ABC.",
                "history | Missing: --application and --deployment-group. |"
                        + " For a list of options, use codedeploy-tools history --help.",
                "check dist | Unexpected argument: dist. | For a directory or an archive, use --source dist.",
                "bench disk | Unexpected argument: disk. | Use one of PUSH, LINE, LIMIT, MEMORY, OBSERVER, TENANTS, LATENCY."
            })
    void saysWhatToTypeInstead(String typed, String summary, String fix) throws Exception {
        Said said = Cli.run(typed.split(" "));

        assertEquals(2, said.exitCode(), said.err());
        assertEquals(List.of(summary, fix), said.err().lines().toList());
        assertEquals(summary, said.text("problem/summary"));
        assertEquals(fix, said.text("problem/fix"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bucket/key.zip",
                "s3://bucket",
                "s3://B/key.zip",
                "s3://bucket/key",
                "s3://bucket/key.zip?version=1",
                "s3://bucket/key.zip?versionId=a b"
            })
    void namesTheRevision(String revision) throws Exception {
        refused("--revision", cli.deploy("--revision", revision));
    }

    @Test
    void namesTheDeployment() throws Exception {
        refused("--deployment-id", cli.deploy("--deployment-id", "7"));
        refused("--no-wait", cli.deploy("--deployment-id", "d-ABCDEFGHI", "--no-wait"));
    }

    @Test
    void wantsOneThingToDeploy() throws Exception {
        refused("--source", cli.deploy());
        refused("--source", cli.deploy("--source", ".", "--revision", "s3://bucket/key.zip"));
        refused("--source", cli.deploy("--deployment-id", "d-ABCDEFGHI", "--revision", "s3://bucket/key.zip"));
    }

    @Test
    void checksAppSpecContentAndCommitsBeforeAnyCall() throws Exception {
        refused("--app-spec-content", cli.deploy("--app-spec-content", "/no/such/file"));
        Said server = cli.deploy("--app-spec-content", "version: 0.0\nos: linux\n");
        assertTrue(server.err().contains("and use --source"), server.err());
        refused("--git-hub", cli.deploy("--git-hub", "@" + "a".repeat(40)));
        refused("--git-hub", cli.deploy("--git-hub", "owner/name@main"));
    }

    @Test
    void refusesOptionsThatContradictEachOther() throws Exception {
        refused("--no-alarms", cli.deploy(deploying("--no-alarms", "--alarm", "cpu")));
        refused("--force", cli.deploy(deploying("--reuse", "--force")));
        refused("--key-prefix", cli.deploy(deploying("--key", "a.zip", "--key-prefix", "b")));
        refused(
                "--no-auto-rollback",
                cli.deploy(deploying("--no-auto-rollback", "--auto-rollback", "DEPLOYMENT_FAILURE")));
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        refused("--bucket", cli.deploy("--source", "."));
        refused("--source", Cli.run("push", "--region", "eu-central-1", "--bucket", "bucket"));
        refused("--region", Cli.run("push", "--bucket", "bucket", "--source", "."));
        refused("--application", Cli.run("deploy", "--region", "eu-central-1", "--revision", "s3://bucket/k.zip"));
        refused("command", Cli.run());
        refused("dploy", Cli.run("dploy"));
        refused("--port", Cli.run("simulate", "--port", "many"));
    }

    @Test
    void namesAPortThatCannotBeServed() throws Exception {
        refused("--port: 99999 is not a valid port", Cli.run("simulate", "--port", "99999"));
        String taken = String.valueOf(cli.aws().endpoint().getPort());
        refused("--port: Could not listen on port " + taken + " of 127.0.0.1", Cli.run("simulate", "--port", taken));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111111111111:usr/jenkins",
                "arn:aws:iam::111:user/jenkins",
                "arn:aws:iam::111111111111:instance-profile/jenkins",
                "jenkins"
            })
    void namesASourceThatNobodyCanTrust(String arn) throws Exception {
        refused("--source-arn", Cli.run("setup", "--region", "eu-central-1", "--source-arn", arn));
    }

    @Test
    void aDescriptionHasRoomForOurMark() throws Exception {
        Said said = cli.deploy(deploying("--description", "x".repeat(230)));

        refused("--description", said);
        assertTrue(said.problem().contains("256"), said.problem());
    }

    @Test
    void helpIsNoError() throws Exception {
        for (String command : List.of("demo", "simulate", "push", "deploy", "preflight", "setup")) {
            StringWriter out = new StringWriter();
            int exitCode = Main.run(new PrintWriter(out), new PrintWriter(out), command, "--help");
            assertEquals(0, exitCode, out.toString());
            assertTrue(out.toString().contains("Usage: codedeploy-tools " + command), out.toString());
            boolean uploads = List.of("push", "deploy").contains(command);
            assertEquals(uploads, out.toString().contains("--reuse"), out.toString());
            assertEquals(uploads, out.toString().contains("--force"), out.toString());
        }
    }

    @Test
    void theVersionIsNoError() {
        StringWriter out = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(out), "--version"));
        assertTrue(out.toString().startsWith("codedeploy-tools "), out.toString());
    }

    private static String[] deploying(String... more) {
        List<String> args = new ArrayList<>(List.of("--source", ".", "--bucket", "bucket"));
        if (more[0].equals("--source") || more[0].equals("--bucket")) {
            int at = args.indexOf(more[0]);
            args.subList(at, at + 2).clear();
        }
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    private static void refused(String option, Said said) {
        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.text("problem/summary").contains(option), said.problem());
        assertTrue(said.err().contains(option), said.err());
        assertEquals(1, said.out().size());
        assertEquals(List.of(), cli.aws().calls().all());
    }
}
