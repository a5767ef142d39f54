package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.simulator.http.Crypto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentTarget;
import software.amazon.awssdk.services.codedeploy.model.InvalidFileExistsBehaviorException;
import software.amazon.awssdk.services.codedeploy.model.InvalidRevisionException;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;

class TrafficShiftTest {
    private static final String LAMBDA = """
            version: 0.0
            Resources:
              - orders:
                  Type: AWS::Lambda::Function
                  Properties: {Name: orders, Alias: live, CurrentVersion: "1", TargetVersion: "2"}
            """;
    private static final String ECS = """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties: {TaskDefinition: "arn:aws:ecs:eu-central-1:222222222222:task-definition/web:7"}
            """;

    private World world;

    @BeforeEach
    void start() throws Exception {
        world = new World();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private Group group(ComputePlatform platform) {
        return world.realm()
                .application("fn", platform)
                .group("g", world.aws.seed().serviceRoleArn());
    }

    private CreateDeploymentRequest.Builder request(String content) {
        return CreateDeploymentRequest.builder()
                .applicationName("fn")
                .deploymentGroupName("g")
                .revision(r -> r.revisionType("AppSpecContent")
                        .appSpecContent(c -> c.content(content).sha256(Crypto.sha256(content))));
    }

    private String deploy(String content) {
        return world.client.createDeployment(request(content).build()).deploymentId();
    }

    @Test
    void aFunctionsTrafficShifts() throws Exception {
        group(ComputePlatform.Lambda).config("CodeDeployDefault.LambdaCanary10Percent5Minutes");
        DeploymentInfo info = world.awaitEnd(deploy(LAMBDA));
        assertEquals("Succeeded", info.statusAsString());
        assertEquals("Lambda", info.computePlatformAsString());
        assertNull(info.revision().appSpecContent().content());
        assertEquals(Crypto.sha256(LAMBDA), info.revision().appSpecContent().sha256());
        assertNull(info.fileExistsBehavior());
        DeploymentTarget target = world.targets(info.deploymentId()).get(0);
        assertEquals("LambdaTarget", target.deploymentTargetTypeAsString());
        assertEquals("orders", target.lambdaTarget().targetId());
        assertEquals("2", target.lambdaTarget().lambdaFunctionInfo().targetVersion());
        assertEquals(
                InPlace.ALLOW,
                target.lambdaTarget().lifecycleEvents().stream()
                        .map(LifecycleEvent::lifecycleEventName)
                        .toList());
    }

    @Test
    void aServiceWaitsReadyAndForTermination() throws Exception {
        group(ComputePlatform.ECS).blueGreen(Duration.ofDays(1), Duration.ofMinutes(5));
        String id = deploy(ECS);
        world.await(id, "Ready");
        world.client.continueDeployment(r -> r.deploymentId(id).deploymentWaitType("READY_WAIT"));
        assertEquals("Succeeded", world.awaitEnd(id).statusAsString());
        assertEquals("default:g", world.targets(id).get(0).ecsTarget().targetId());
        assertEquals("Succeeded", world.targets(id).get(0).ecsTarget().statusAsString());
    }

    @Test
    void aFailingHookFailsTheDeployment() throws Exception {
        group(ComputePlatform.Lambda)
                .singleHost("orders")
                .on("BeforeAllowTraffic", Behavior.failScript("BeforeAllowTraffic", "arn", "no"));
        DeploymentInfo info = world.awaitEnd(deploy(LAMBDA));
        assertEquals("HOOK_EXECUTION_FAILURE", info.errorInformation().codeAsString());
    }

    @Test
    void anAppSpecInABucketIsReadByTheServiceRole() throws Exception {
        group(ComputePlatform.Lambda);
        world.bucket.put("CodeDeploy/appspec.yml", LAMBDA.getBytes(StandardCharsets.UTF_8));
        String id = world.client
                .createDeployment(request(LAMBDA)
                        .revision(r -> r.revisionType("S3")
                                .s3Location(s3 -> s3.bucket("b")
                                        .key("CodeDeploy/appspec.yml")
                                        .bundleType("YAML")))
                        .build())
                .deploymentId();
        assertEquals("Succeeded", world.awaitEnd(id).statusAsString());
        assertEquals(
                List.of("arn:aws:sts::222222222222:assumed-role/CodeDeploy-Service/CodeDeploy"),
                world.bucket.readers());
    }

    @Test
    void wrongContentAndServerOptionsAreRefused() throws Exception {
        group(ComputePlatform.Lambda);
        assertEquals(
                "INVALID_LAMBDA_CONFIGURATION",
                world.awaitEnd(deploy("version: 0.0")).errorInformation().codeAsString());
        assertThrows(
                InvalidFileExistsBehaviorException.class,
                () -> world.client.createDeployment(
                        request(LAMBDA).fileExistsBehavior("OVERWRITE").build()));
        assertThrows(
                InvalidRevisionException.class,
                () -> world.client.createDeployment(request(LAMBDA)
                        .revision(r -> r.revisionType("AppSpecContent")
                                .appSpecContent(c -> c.content(LAMBDA).sha256("0")))
                        .build()));
        assertThrows(
                InvalidRevisionException.class,
                () -> world.client.createDeployment(
                        request(LAMBDA).revision(World.revision("v1.zip")).build()));
    }
}
