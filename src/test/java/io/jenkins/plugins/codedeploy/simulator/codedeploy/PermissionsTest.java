package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Seed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;

class PermissionsTest {
    private static final String ARN = "arn:aws:codedeploy:eu-central-1:222222222222:";

    private World world;
    private String role;
    private CodeDeployClient client;

    @BeforeEach
    void start() throws Exception {
        world = new World();
        role = world.aws
                .iam()
                .createRole(
                        "222222222222",
                        "Narrow",
                        Seed.crossAccountTrust("arn:aws:iam::111111111111:user/jenkins", "id"))
                .arn();
        client = world.client(role);
        world.group("g").virtualInstances(1);
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        world.close();
    }

    private void allow(String name, String action, String resource) throws Exception {
        world.aws.iam().putPolicy(role, name, """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "codedeploy:%s", "Resource": "%s"}]}
                """.formatted(action, resource));
    }

    private void denied(String action, String resource, Executable call) {
        CodeDeployException e = assertThrows(CodeDeployException.class, call);
        assertEquals("AccessDeniedException", e.awsErrorDetails().errorCode());
        assertEquals(
                "User: arn:aws:sts::222222222222:assumed-role/Narrow/test is not authorized to perform: codedeploy:"
                        + action + " on resource: " + ARN + resource
                        + " because no identity-based policy allows the codedeploy:" + action + " action",
                e.awsErrorDetails().errorMessage());
    }

    private String create() {
        return client.createDeployment(world.request("g", "k").build()).deploymentId();
    }

    @Test
    void createDeploymentNeedsItsDependentPermissions() throws Exception {
        denied("CreateDeployment", "deploymentgroup:demo/g", this::create);
        allow("create", "CreateDeployment", ARN + "deploymentgroup:demo/g");
        denied("GetDeploymentConfig", "deploymentconfig:CodeDeployDefault.OneAtATime", this::create);
        allow("config", "GetDeploymentConfig", ARN + "deploymentconfig:*");
        denied("RegisterApplicationRevision", "application:demo", this::create);
        allow("register", "RegisterApplicationRevision", ARN + "application:demo");
        world.awaitEnd(create());
        denied("GetApplicationRevision", "application:demo", this::create);
        allow("get", "GetApplicationRevision", ARN + "application:demo");
        create();
    }

    @Test
    void whoMayNotAskDoesNotLearnThatADeploymentIsMissing() throws Exception {
        denied("GetDeployment", "deploymentgroup:*/*", () -> client.getDeployment(r -> r.deploymentId("d-000000000")));
    }

    @Test
    void aBatchIsDeniedForOneForeignDeployment() throws Exception {
        world.group("h").virtualInstances(1);
        String mine = world.deploy("g", "k");
        String other = world.deploy("h", "k");
        allow("batch", "BatchGetDeployments", ARN + "deploymentgroup:demo/g");
        client.batchGetDeployments(r -> r.deploymentIds(mine));
        denied(
                "BatchGetDeployments",
                "deploymentgroup:demo/h",
                () -> client.batchGetDeployments(r -> r.deploymentIds(mine, other)));
    }

    /** The Service Authorization Reference lists no resource type for these: a policy for the group's ARN is of no use. */
    @Test
    void underTheOtherReadingTheOperationsOnARunningDeploymentWantEveryResource() throws Exception {
        String id = world.deploy("g", "k");
        world.awaitEnd(id);
        allow("all", "*", ARN + "*");
        String target = client.listDeploymentTargets(r -> r.deploymentId(id))
                .targetIds()
                .get(0);
        world.codeDeploy().limits().targetsByArn(false);
        client.getDeployment(r -> r.deploymentId(id));
        List<Executable> calls = List.of(
                () -> client.listDeploymentTargets(r -> r.deploymentId(id)),
                () -> client.getDeploymentTarget(r -> r.deploymentId(id).targetId(target)),
                () -> client.batchGetDeploymentTargets(r -> r.deploymentId(id).targetIds(target)),
                () -> client.stopDeployment(r -> r.deploymentId(id)),
                () -> client.continueDeployment(r -> r.deploymentId(id)));
        for (Executable call : calls) {
            CodeDeployException e = assertThrows(CodeDeployException.class, call);
            assertEquals("AccessDeniedException", e.awsErrorDetails().errorCode());
            assertTrue(e.awsErrorDetails().errorMessage().contains(" on resource: * because no identity-based policy"));
        }
        allow("all", "*", "*");
        for (Executable call : calls.subList(0, 3)) {
            assertDoesNotThrow(call);
        }
        for (Executable call : calls.subList(3, 5)) {
            CodeDeployException e = assertThrows(CodeDeployException.class, call);
            assertEquals(
                    "DeploymentAlreadyCompletedException", e.awsErrorDetails().errorCode());
        }
    }

    @Test
    void deployerAccessNeitherStopsNorContinues() throws Exception {
        world.aws.iam().attach(role, "AWSCodeDeployDeployerAccess");
        String id = create();
        denied("StopDeployment", "deploymentgroup:demo/g", () -> client.stopDeployment(r -> r.deploymentId(id)));
        denied(
                "ContinueDeployment",
                "deploymentgroup:demo/g",
                () -> client.continueDeployment(r -> r.deploymentId(id)));
    }
}
