package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.sts.TokenIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a token in a file, and without any key. */
class WebIdentityCommandTest {
    private static final String SUBJECT = "repo:shop";

    @TempDir
    Path folder;

    private Cli cli;
    private TokenIssuer issuer;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
        cli.aws().iam().deleteAccessKey(cli.aws().seed().jenkins().accessKeyId());
        issuer = new TokenIssuer(TokenIssuer.Algorithm.RS256);
        cli.aws().iam().identityProviders().create(Accounts.TARGET, issuer.url(), List.of(WebIdentity.AUDIENCE));
        cli.aws().iam().trust(cli.aws().seed().roleArn(), """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                  "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                  "Action": "sts:AssumeRoleWithWebIdentity",
                  "Condition": {"StringEquals": {"%s:sub": "%s"}}}]}
                """.formatted(
                        Accounts.TARGET, issuer.name(), issuer.name(), SUBJECT));
        token = Files.writeString(folder.resolve("token"), issuer.token(SUBJECT, WebIdentity.AUDIENCE) + "\n");
    }

    @AfterEach
    void stop() throws Exception {
        issuer.close();
        cli.close();
    }

    private Cli.Said run(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                args[0],
                "--endpoint-url",
                cli.aws().endpoint().toString(),
                "--region",
                cli.aws().region(),
                "--role-arn",
                cli.aws().seed().roleArn(),
                "--web-identity-token-file",
                token.toString(),
                "--pace",
                Cli.PACE));
        all.addAll(Arrays.asList(args).subList(1, args.length));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void pushesAndDeploysWithATokenAlone() throws Exception {
        Path source = Files.createDirectory(folder.resolve("dist"));
        Files.writeString(
                source.resolve("appspec.yml"),
                "version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /opt/shop\n");
        Cli.Said deployed = run(
                "deploy",
                "--source",
                source.toString(),
                "--bucket",
                cli.aws().seed().targetBucket(),
                "--bucket-owner",
                "TARGET",
                "--application",
                Landscape.APPLICATION,
                "--deployment-group",
                Landscape.STAGING);
        assertEquals(0, deployed.exitCode(), deployed.err());
        assertFalse(
                (deployed.err() + deployed.out())
                        .contains(Files.readString(token).substring(0, 40)),
                "a token");
    }

    @Test
    void namesTheClaimsOfATokenThatIsRefused() throws Exception {
        Files.writeString(token, issuer.token("repo:other", WebIdentity.AUDIENCE));
        Cli.Said refused = run(
                "deploy",
                "--revision",
                "s3://" + cli.aws().seed().targetBucket() + "/shop.zip",
                "--application",
                Landscape.APPLICATION,
                "--deployment-group",
                Landscape.STAGING);
        assertTrue(refused.exitCode() != 0);
        assertTrue(refused.err().contains("its subject is repo:other"), refused.err());
        assertEquals(0, cli.count("CreateDeployment"));
    }

    @Test
    void refusesWhatCannotWorkBeforeAnyCall() throws Exception {
        Path none = folder.resolve("none");
        Cli.Said missing =
                Cli.run("preflight", "--region", "eu-central-1", "--web-identity-token-file", none.toString());
        assertTrue(missing.err().contains(none.toString()), missing.err());
        Cli.Said twice = run("preflight", "--profile", "jenkins");
        assertTrue(twice.err().contains("--web-identity-token-file, --profile"), twice.err());
        Cli.Said id = run("preflight", "--external-id", "acme-1");
        assertTrue(id.err().contains("--external-id"), id.err());
        Cli.Said alone = Cli.run(
                "preflight", "--region", "eu-central-1", "--source-role-arn", "arn:aws:iam::111111111111:role/Jenkins");
        assertTrue(alone.err().contains("--source-role-arn"), alone.err());
        assertEquals(0, cli.aws().calls().all().size());
    }
}
