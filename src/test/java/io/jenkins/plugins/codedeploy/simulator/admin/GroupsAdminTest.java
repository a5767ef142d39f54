package io.jenkins.plugins.codedeploy.simulator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.SimulationSpeed;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.BundleType;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What somebody who tests a setup can ask of the simulation, by HTTP alone. */
class GroupsAdminTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private CodeDeploy codeDeploy;
    private SimulatedAws aws;
    private CodeDeployClient client;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder()
                .pace(SimulationSpeed.times(20_000))
                .plug("codedeploy", sim -> codeDeploy = new CodeDeploy(sim))
                .start();
        Group group = codeDeploy
                .target()
                .application("sample")
                .group("staging", aws.seed().serviceRoleArn());
        group.virtualInstances(2);
        var role = aws.iam().entity(aws.seed().roleArn());
        Credential session = aws.iam()
                .createSession(
                        role.session("test", Map.of(), null, null),
                        Instant.now().plusSeconds(3600));
        client = CodeDeployClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        session.accessKeyId(), session.secretAccessKey(), session.sessionToken())))
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        aws.close();
    }

    private HttpResponse<String> post(String name, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(aws.endpoint() + Admin.PATH + name))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void done(String name, String body) throws Exception {
        HttpResponse<String> answer = post(name, body);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private DeploymentInfo deploy() throws Exception {
        String id = client.createDeployment(r -> r.applicationName("sample")
                        .deploymentGroupName("staging")
                        .revision(v -> v.revisionType("S3")
                                .s3Location(s -> s.bucket("b").key("k").bundleType(BundleType.ZIP))))
                .deploymentId();
        for (int i = 0; i < 12_000; i++) {
            DeploymentInfo info = client.getDeployment(r -> r.deploymentId(id)).deploymentInfo();
            if (info.completeTime() != null) {
                return info;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(id);
    }

    private String failure(DeploymentInfo info) {
        String id = info.deploymentId();
        return client.listDeploymentTargets(r -> r.deploymentId(id)).targetIds().stream()
                .map(target -> client.getDeploymentTarget(
                                r -> r.deploymentId(id).targetId(target))
                        .deploymentTarget())
                .flatMap(target -> target.instanceTarget().lifecycleEvents().stream())
                .filter(event ->
                        event.diagnostics() != null && event.statusAsString().equals("Failed"))
                .map(event ->
                        event.lifecycleEventName() + ": " + event.diagnostics().message())
                .findFirst()
                .orElse("");
    }

    @Test
    void anAgentThatIsOffIsToldByCodeDeployAfterItsHour() throws Exception {
        done("groups", "{'application': 'sample', 'group': 'staging', 'agent': 'off'}");
        assertTrue(failure(deploy()).startsWith("ApplicationStop: CodeDeploy agent was not able to receive"));
        done("groups", "{'application': 'sample', 'group': 'staging', 'agent': 'usual'}");
        assertEquals("Succeeded", deploy().statusAsString());
    }

    @Test
    void oneInstanceMayFailAtOneEvent() throws Exception {
        done("groups", """
                {'application': 'sample', 'group': 'staging', 'index': 1, 'agent': 'failing', 'event': 'ValidateService',\
                 'script': 'scripts/check.sh', 'line': 'no answer'}""");
        assertEquals(
                "ValidateService: Script at specified location: scripts/check.sh failed with exit code 1",
                failure(deploy()));
    }

    @Test
    void aSlowAgentStillSucceeds() throws Exception {
        done("groups", "{'application': 'sample', 'group': 'staging', 'agent': 'slow', 'seconds': 600}");
        DeploymentInfo info = deploy();
        assertEquals("Succeeded", info.statusAsString());
    }

    @Test
    void aGroupsPlatformMayBeMissing() throws Exception {
        done("groups", "{'application': 'sample', 'group': 'staging', 'platformHidden': true}");
        assertNull(client.getDeploymentGroup(r -> r.applicationName("sample").deploymentGroupName("staging"))
                .deploymentGroupInfo()
                .computePlatform());
    }

    @Test
    void oneOperationMayAnswer500BesideHealthyOnes() throws Exception {
        done(
                "faults",
                "{'service': 'codedeploy', 'operation': 'GetDeploymentGroup', 'fault': 'internalError',"
                        + " 'probability': 1}");
        for (int i = 0; i < 3; i++) {
            CodeDeployException e = assertThrows(
                    CodeDeployException.class,
                    () -> client.getDeploymentGroup(
                            r -> r.applicationName("sample").deploymentGroupName("staging")));
            assertEquals(500, e.statusCode());
        }
        client.getApplication(r -> r.applicationName("sample"));
    }

    @Test
    void theReadingOfResourcesCanBeChanged() throws Exception {
        String role = aws.seed().roleArn();
        aws.iam().detach(role, "AWSCodeDeployDeployerAccess");
        aws.iam().putPolicy(role, "all", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "codedeploy:*",\
                  "Resource": "arn:aws:codedeploy:*"}}""");
        String id = deploy().deploymentId();
        client.listDeploymentTargets(r -> r.deploymentId(id));
        done("groups", "{'targetsByArn': false}");
        assertThrows(CodeDeployException.class, () -> client.listDeploymentTargets(r -> r.deploymentId(id)));
    }

    @Test
    void organizationAndFactsAreSetByAdminCalls() throws Exception {
        Clients clients = new Clients(aws);
        try (S3Client s3 = clients.s3(clients.jenkins())) {
            done("iam", """
                    {'do': 'serviceControl', 'account': '111111111111', 'name': 'TlsOnly', 'document':\
                     {'Version': '2012-10-17', 'Statement': {'Effect': 'Deny', 'Action': '*', 'Resource': '*',\
                      'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}}}""");
            s3.putObject(r -> r.bucket(aws.seed().bucket()).key("k"), RequestBody.fromString("x"));
            done("iam", "{'do': 'fact', 'key': 'aws:SecureTransport', 'value': 'false'}");
            S3Exception refusal = assertThrows(
                    S3Exception.class,
                    () -> s3.putObject(r -> r.bucket(aws.seed().bucket()).key("k"), RequestBody.fromString("x")));
            assertTrue(
                    refusal.awsErrorDetails()
                            .errorMessage()
                            .endsWith("with an explicit deny in a service control policy"),
                    refusal.getMessage());
            done("iam", "{'do': 'fact', 'key': 'aws:SecureTransport', 'value': null}");
            done("iam", "{'do': 'organization', 'account': '111111111111', 'id': 'o-a1b2c3'}");
            done("iam", """
                    {'do': 'resourceControl', 'account': '111111111111', 'name': 'Perimeter', 'document':\
                     {'Version': '2012-10-17', 'Statement': {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*',\
                      'Resource': '*', 'Condition': {'StringNotEquals': {'aws:PrincipalOrgID': 'o-a1b2c3'}}}}}""");
            s3.putObject(r -> r.bucket(aws.seed().bucket()).key("k"), RequestBody.fromString("x"));
        }
    }

    @Test
    void whatDoesNotExistOrMeansNothingIsRefused() throws Exception {
        assertEquals(
                400,
                post("groups", "{'application': 'sample', 'group': 'none'}").statusCode());
        assertEquals(
                400,
                post("groups", "{'application': 'sample', 'group': 'staging', 'agent': 'asleep'}")
                        .statusCode());
    }
}
