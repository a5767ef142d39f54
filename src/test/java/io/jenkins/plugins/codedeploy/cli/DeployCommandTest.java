package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.ComputePlatform;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployCommandTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
        source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
    }

    @AfterEach
    void stop() throws Exception {
        cli.close();
    }

    @Test
    void bundlesUploadsAndDeploys() throws Exception {
        Said said = cli.deploy("--source", source.toString(), "--bucket", bucket(), "--description", "Release 7");

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(1, said.out().size());
        Set<String> names = new TreeSet<>();
        said.json().fieldNames().forEachRemaining(names::add);
        assertEquals(Set.of("deploymentId", "status", "application", "deploymentGroup", "revision", "seconds"), names);
        assertEquals("Succeeded", said.text("status"));
        assertEquals("true", said.text("revision/uploaded"));
        DeploymentSummary only = cli.landscape.codeDeploy().deployments().get(0);
        assertEquals(only.id(), said.text("deploymentId"));
        assertTrue(String.valueOf(only.description()).startsWith("Release 7 "), only.description());
        Path deployed = cli.staging().host(0).root().resolve("var/www/sample/index.html");
        assertTrue(Files.exists(deployed), deployed.toString());
        assertTrue(said.err().contains("ValidateService  Succeeded"), said.err());
    }

    @Test
    void deploysFromABucketOfTheTargetAccount() throws Exception {
        Said said = cli.deploy(
                "--source", source.toString(), "--bucket", cli.aws().seed().targetBucket(), "--bucket-owner", "TARGET");

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(cli.aws().seed().targetBucket(), said.text("revision/bucket"));
    }

    @Test
    void promotesAPinnedRevisionWithoutSendingIt() throws Exception {
        Said pushed = cli.push(source);
        long sent = cli.count("UploadPart");
        String revision = "s3://" + bucket() + "/" + pushed.text("revision/key") + "?versionId="
                + pushed.text("revision/versionId") + "&eTag=" + pushed.text("revision/eTag");
        Said said = cli.deploy("--revision", revision, "--deployment-group", Landscape.PRODUCTION);

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(sent, cli.count("UploadPart"));
        assertEquals("false", said.text("revision/uploaded"));
        assertEquals(pushed.text("revision/versionId"), said.text("revision/versionId"));
        assertEquals(pushed.text("revision/eTag"), said.text("revision/eTag"));
        assertEquals(Landscape.PRODUCTION, said.text("deploymentGroup"));
        assertTrue(Files.exists(cli.production().host(1).root().resolve("var/www/sample/index.html")));
    }

    @Test
    void followsADeploymentThatExistsAndNamesItAsAwsDoes() throws Exception {
        Said created = deploySample("--no-wait");
        assertEquals(0, created.exitCode(), created.err());
        assertEquals("Created", created.text("status"));
        String[] follow = cli.deployCommand("--deployment-id", created.text("deploymentId"));
        List<String> unnamed = new ArrayList<>(List.of(follow));
        for (String option : List.of("--application", "--deployment-group")) {
            int at = unnamed.indexOf(option);
            unnamed.subList(at, at + 2).clear();
        }
        Said said = Cli.run(unnamed.toArray(String[]::new));

        assertEquals(0, said.exitCode(), said.err());
        assertEquals("Succeeded", said.text("status"));
        assertEquals(created.text("deploymentId"), said.text("deploymentId"));
        assertEquals(Landscape.APPLICATION, said.text("application"));
        assertEquals(Landscape.STAGING, said.text("deploymentGroup"));
        assertEquals(1, cli.count("CreateDeployment"));
    }

    @Test
    void aDeploymentThatNobodyKnowsIsNoSuccess() throws Exception {
        Said said = cli.deploy("--deployment-id", "d-NOSUCH123");

        assertEquals(1, said.exitCode());
        assertEquals("Unknown", said.text("status"));
        assertTrue(
                said.text("problem/summary")
                        .startsWith("Deployment d-NOSUCH123 does not exist in eu-central-1 (as "
                                + cli.aws().seed().roleArn()),
                said.problem());
        assertTrue(said.text("problem/fix").contains("--deployment-id"), said.problem());
        assertFalse(said.err().contains("AWS says :"), said.err());
    }

    @Test
    void aFailingScriptIsToldWithItsLog() throws Exception {
        Files.writeString(source.resolve("scripts/validate.sh"), "#!/bin/bash\necho port 80 is silent >&2\nexit 3\n");
        Said said = deploySample();

        assertEquals(1, said.exitCode());
        assertEquals("Failed", said.text("status"));
        assertNotNull(said.text("deploymentId"));
        assertTrue(said.text("problem/summary").contains("ValidateService"), said.problem());
        assertTrue(said.text("problem/summary").contains("scripts/validate.sh"), said.problem());
        assertTrue(said.text("problem/cause").contains("HEALTH_CONSTRAINTS"), said.problem());
        assertTrue(said.json().at("/problem/step").isNull(), "the setup is not to blame: " + said.problem());
        assertTrue(said.err().contains("| ") && said.err().contains("port 80 is silent"), said.err());
        assertTrue(
                said.err().indexOf("port 80 is silent") < said.err().indexOf("HEALTH_CONSTRAINTS"),
                "the cause stands above its consequence: " + said.err());
    }

    @Test
    void theRollbackIsFollowedAndNamed() throws Exception {
        Said before = deploySample();
        assertEquals(0, before.exitCode());
        Files.writeString(source.resolve("scripts/validate.sh"), "#!/bin/bash\nexit 1\n");
        Said said = deploySample("--auto-rollback", "DEPLOYMENT_FAILURE");

        assertEquals(1, said.exitCode());
        assertEquals("Failed", said.text("status"));
        assertNotNull(said.text("rollbackId"));
        String live =
                "the previous revision, s3://" + before.text("revision/bucket") + "/" + before.text("revision/key");
        assertTrue(said.text("problem/fix").contains(live), said.problem());
        assertTrue(said.text("problem/fix").contains(" is live"), said.problem());
    }

    @Test
    void noAutoRollbackHoldsWhateverTheGroupSays() throws Exception {
        cli.staging().autoRollback("DEPLOYMENT_FAILURE");
        assertEquals(0, deploySample().exitCode());
        cli.staging().host(0).on("ValidateService", Behavior.failScript("ValidateService", "v.sh", "no"));
        Said said = deploySample("--no-auto-rollback");

        assertEquals(1, said.exitCode());
        assertNull(said.text("rollbackId"));
        assertEquals(2, cli.landscape.codeDeploy().deployments().size());
    }

    @Test
    void aBusyGroupIsNoFaultOfTheInput() throws Exception {
        cli.staging().eventDuration(Duration.ofDays(7));
        String active = deploySample("--no-wait").text("deploymentId");
        Said refused = deploySample();

        assertEquals(1, refused.exitCode());
        assertEquals("NotCreated", refused.text("status"));
        assertTrue(refused.problem().contains(active), refused.problem());
        assertTrue(refused.problem().contains("--on-active-deployment WAIT"), refused.problem());
        assertEquals("false", refused.text("revision/uploaded"), "what was reached before the failure is told");
        assertEquals(1, cli.landscape.codeDeploy().deployments().size());
    }

    @Test
    void aBusyGroupIsWaitedForOnRequest() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        cli.staging().hosts().forEach(host -> host.on("ValidateService", Behavior.succeedOnce(gate)));
        String active = deploySample("--no-wait").text("deploymentId");
        cli.aws().calls().listen(call -> {
            if (call.operation().equals("CreateDeployment")) {
                gate.complete(null);
            }
        });
        Said said = deploySample("--on-active-deployment", "WAIT");

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(said.err().contains("busy with deployment " + active), said.err());
    }

    @Test
    void aNewRevisionOverFilesOfStrangersNeedsToBeToldSo() throws Exception {
        Path stranger = cli.staging().host(0).root().resolve("var/www/sample/index.html");
        Files.createDirectories(stranger.getParent());
        Files.writeString(stranger, "a stranger's");
        assertEquals(1, deploySample().exitCode());

        Said said = deploySample("--file-exists-behavior", "overwrite");
        assertEquals(0, said.exitCode(), said.err());
        assertFalse(Files.readString(stranger).contains("stranger"));
    }

    /** Else the application would be stopped for it. */
    @Test
    void aRevisionThatIsMissingStopsNothing() throws Exception {
        Said said = cli.deploy("--revision", "s3://" + bucket() + "/none.zip");

        assertEquals(2, said.exitCode(), said.err());
        assertEquals("NotCreated", said.text("status"));
        assertTrue(said.problem().contains("s3://" + bucket() + "/none.zip"), said.problem());
        assertTrue(cli.landscape.codeDeploy().deployments().isEmpty());
        assertEquals(0, cli.count("RegisterApplicationRevision"));
    }

    @Test
    void aDeploymentThatIsFollowedTellsItsRevision() throws Exception {
        Said begun = deploySample("--no-wait");
        Said said = cli.deploy("--deployment-id", begun.text("deploymentId"));

        assertEquals(0, said.exitCode(), said.err());
        for (String part : List.of("bucket", "key", "versionId", "eTag")) {
            assertNotNull(begun.text("revision/" + part));
            assertEquals(begun.text("revision/" + part), said.text("revision/" + part));
        }
    }

    @Test
    void aBucketThatDoesNotExistIsFirstAMatterOfItsName() throws Exception {
        Said said = cli.deploy("--source", source.toString(), "--bucket", "no-such-bucket-anywhere");

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.json().at("/problem/causes/0/why").asText().startsWith("Check --bucket"), said.err());
    }

    @Test
    void anApplicationThatDoesNotExistIsASetUpProblem() throws Exception {
        Said said = deploySample("--application", "nothing");

        assertEquals(2, said.exitCode());
        assertEquals("NotCreated", said.text("status"));
        assertTrue(said.problem().contains("ApplicationDoesNotExistException"), said.problem());
        assertEquals("nothing", said.text("application"));
        assertTrue(said.json().at("/problem/causes/0/why").asText().contains("Check the name"), said.err());
        assertTrue(said.json().at("/problem/causes/1/why").asText().contains("sample"), "what exists: " + said.err());
        assertTrue(said.json().at("/problem/causes/1/remedies").isEmpty(), "sample is nothing like it: " + said.err());
        assertEquals(0, cli.count("CreateMultipartUpload"));
    }

    @Test
    void aWrongExternalIdIsASetUpProblem() throws Exception {
        Said said = deploySample("--external-id", "wrong");

        assertEquals(2, said.exitCode());
        assertTrue(
                said.problem()
                        .contains("is not allowed to assume " + cli.aws().seed().roleArn()),
                said.problem());
        assertTrue(said.err().contains("external ID"), said.err());
        assertEquals(0, cli.count("CreateMultipartUpload"));
    }

    /** A statement without a condition would open the role to more than it was: there is none. */
    @Test
    void aMissingExternalIdIsAskedForAndNoStatementLeavesItOut() throws Exception {
        List<String> args = new ArrayList<>(List.of(cli.deployCommand("--revision", "s3://" + bucket() + "/none.zip")));
        int at = args.indexOf("--external-id");
        args.subList(at, at + 2).clear();
        Said said = Cli.run(args.toArray(String[]::new));

        assertEquals(2, said.exitCode());
        JsonNode causes = said.json().at("/problem/causes");
        assertEquals("GIVE", causes.at("/0/remedies/0/kind").asText(), causes.toString());
        assertEquals("externalId", causes.at("/0/remedies/0/resource").asText(), causes.toString());
        assertEquals("roleArn", causes.at("/1/remedies/0/resource").asText(), causes.toString());
        assertTrue(said.err().contains("Set --external-id to"), said.err());
        assertFalse(causes.toString().contains("ADD_TO_TRUST_POLICY"), causes.toString());
    }

    @Test
    void aRoleThatMayNotDeployIsToldTheStatement() throws Exception {
        cli.aws().iam().detach(cli.aws().seed().roleArn(), "AWSCodeDeployDeployerAccess");
        Said said = deploySample();

        assertEquals(2, said.exitCode());
        assertEquals(
                "ATTACH_POLICY",
                said.json().at("/problem/causes/0/remedies/0/kind").asText(),
                said.err());
    }

    @Test
    void aLostAnswerCostsNothingButTime() throws Exception {
        cli.aws().faults().next("codedeploy", "CreateDeployment", 1, Fault.lostAnswer());
        Said said = deploySample();

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(1, cli.landscape.codeDeploy().deployments().size());
        assertTrue(said.err().contains("had been created"), said.err());
    }

    @Test
    void withoutARoleItDeploysInTheCallersOwnAccount() throws Exception {
        Said pushed = cli.push(source);
        String revision = "s3://" + bucket() + "/" + pushed.text("revision/key");
        List<String> args = new ArrayList<>(List.of(cli.deployCommand("--revision", revision)));
        for (String option : List.of("--role-arn", "--external-id")) {
            int at = args.indexOf(option);
            args.subList(at, at + 2).clear();
        }
        Said said = Cli.run(args.toArray(String[]::new));

        assertEquals(2, said.exitCode());
        assertTrue(said.problem().contains("the default credential chain"), said.problem());
        assertEquals(0, cli.count("AssumeRole"));
    }

    @Test
    void theTimeoutStopsTheDeploymentAndSaysSo() throws Exception {
        cli.staging().eventDuration(Duration.ofDays(1));
        int seconds = 3;
        Said said = deploySample("--timeout", "3");
        while (said.text("deploymentId") == null) {
            // over before anything was created
            seconds *= 2;
            said = deploySample("--timeout", String.valueOf(seconds));
        }

        assertEquals(1, said.exitCode(), said.err());
        assertEquals("Stopped", said.text("status"));
        assertTrue(said.problem().contains("timeout of " + seconds + ".0 s was reached"), said.problem());
        assertEquals("Stopped", cli.landscape.codeDeploy().deployments().get(0).status());
    }

    @Test
    void theTimeoutLeavesTheDeploymentAloneOnRequest() throws Exception {
        cli.staging().eventDuration(Duration.ofDays(1));
        int seconds = 3;
        Said said = deploySample("--timeout", "3", "--on-timeout", "LEAVE");
        while (said.text("deploymentId") == null) {
            seconds *= 2;
            said = deploySample("--timeout", String.valueOf(seconds), "--on-timeout", "LEAVE");
        }

        assertEquals(1, said.exitCode(), said.err());
        assertTrue(said.problem().contains(said.text("deploymentId") + " is still running"), said.problem());
        assertEquals(0, cli.count("StopDeployment"));
    }

    @Test
    void aTimeoutThatIsNoneIsRefusedBeforeAnyCall() throws Exception {
        Said said = deploySample("--timeout", "0");

        assertEquals(2, said.exitCode());
        assertTrue(said.problem().contains("--timeout"), said.problem());
        assertEquals(0, cli.aws().calls().all().size());
    }

    @Test
    void aGroupForLambdaTakesNoSourceAndThatIsSaidBeforeAnyUpload() throws Exception {
        cli.landscape
                .codeDeploy()
                .target()
                .application(Landscape.APPLICATION + "-function", ComputePlatform.Lambda)
                .group("live", cli.aws().seed().serviceRoleArn());
        Said said = deploySample("--application", Landscape.APPLICATION + "-function", "--deployment-group", "live");

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.problem().contains("--app-spec-content"), said.problem());
        assertTrue(
                cli.aws().calls().all().stream()
                        .noneMatch(call -> call.service().equals("s3")),
                said.err());
    }

    @Test
    void warningsAboutTheAppSpecArePrintedAndStrictlyRefused() throws Exception {
        Path appSpec = source.resolve("appspec.yml");
        Files.writeString(appSpec, Files.readString(appSpec) + "\nbranch_config: {}\n");
        Said said = deploySample("--strict-app-spec");

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.problem().contains("agents ignore branch_config"), said.problem());
        said = deploySample();
        assertEquals(0, said.exitCode(), said.err());
        assertTrue(said.err().contains("Note: appspec.yml line "), said.err());
    }

    private Said deploySample(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("--source", source.toString(), "--bucket", bucket()));
        all.addAll(List.of(args));
        return cli.deploy(all.toArray(String[]::new));
    }

    private String bucket() {
        return cli.aws().seed().bucket();
    }

    /** The early check costs one round of calls: its session is the deployment's. */
    @Test
    void assumesTheRoleOnceToCheckAndToDeploy() throws Exception {
        Path sample = SampleApplication.writeTo(Files.createDirectory(folder.resolve("early")));

        Said said = cli.deploy(
                "--source", sample.toString(), "--bucket", cli.aws().seed().bucket());

        assertEquals(0, said.exitCode(), said.err());
        // the deployment, and the poller that many deployments share
        assertEquals(2, cli.count("AssumeRole"));
        assertEquals(1, cli.count("CreateDeployment"));
    }

    /** No policy of either account could help. */
    @Test
    void aRoleOfAnotherPartitionIsNotAQuestionOfPolicies() throws Exception {
        Said said = cli.deploy(
                "--revision",
                "s3://" + cli.aws().seed().bucket() + "/any.zip",
                "--role-arn",
                cli.aws().seed().roleArn().replace("arn:aws:", "arn:aws-cn:"));

        assertEquals(2, said.exitCode(), said.err());
        assertEquals(1, said.json().at("/problem/causes").size(), said.err());
        assertTrue(said.text("problem/causes/0/why").contains("partition aws-cn"), said.err());
        assertFalse(said.err().contains("sts:AssumeRole\""), "no statement is printed");
    }

    /** As in the AWS CLI: it comes before the credentials of the environment. */
    @Test
    void aProfileThatIsNamedAndDoesNotExistIsAnError() throws Exception {
        Said said = cli.deploy("--revision", "s3://" + cli.aws().seed().bucket() + "/any.zip", "--profile", "nothere");

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.problem().contains("profile \"nothere\""), said.problem());
        assertEquals(0, cli.count("CreateDeployment"));
    }
}
