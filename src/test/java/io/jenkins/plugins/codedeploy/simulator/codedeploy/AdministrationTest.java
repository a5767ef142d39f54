package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationAlreadyExistsException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupAlreadyExistsException;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.InvalidRoleException;

class AdministrationTest {
    private World world;
    private CodeDeployClient client;
    private String role;

    @BeforeEach
    void start() throws Exception {
        world = new World();
        world.aws.iam().attach(world.aws.seed().roleArn(), "AWSCodeDeployFullAccess");
        client = world.client;
        role = world.aws.seed().serviceRoleArn();
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    @Test
    void aGroupThatIsMadeByCallSelectsInstancesByTheirTags() throws Exception {
        client.createApplication(r -> r.applicationName("web"));
        world.realm().addVirtualHost().tag("Tier", "web");
        world.realm().addVirtualHost().tag("Tier", "db");
        client.createDeploymentGroup(r -> r.applicationName("web")
                .deploymentGroupName("prod")
                .serviceRoleArn(role)
                .deploymentConfigName("CodeDeployDefault.AllAtOnce")
                .ec2TagFilters(f -> f.key("Tier").value("web").type("KEY_AND_VALUE")));
        String id = client.createDeployment(
                        world.request("prod", "k").applicationName("web").build())
                .deploymentId();
        assertEquals("Succeeded", world.awaitEnd(id).statusAsString());
        assertEquals(1, world.targets(id).size());
    }

    @Test
    void aGroupIsChangedAndRenamed() {
        client.createApplication(r -> r.applicationName("web"));
        client.createDeploymentGroup(
                r -> r.applicationName("web").deploymentGroupName("prod").serviceRoleArn(role));
        client.updateDeploymentGroup(r -> r.applicationName("web")
                .currentDeploymentGroupName("prod")
                .newDeploymentGroupName("production")
                .deploymentConfigName("CodeDeployDefault.HalfAtATime")
                .autoRollbackConfiguration(a -> a.enabled(true).eventsWithStrings("DEPLOYMENT_FAILURE")));
        DeploymentGroupInfo info = client.getDeploymentGroup(
                        r -> r.applicationName("web").deploymentGroupName("production"))
                .deploymentGroupInfo();
        assertEquals("CodeDeployDefault.HalfAtATime", info.deploymentConfigName());
        assertTrue(info.autoRollbackConfiguration().enabled());
    }

    @Test
    void namesAreUniqueAndRolesMustBeRoles() {
        client.createApplication(r -> r.applicationName("web"));
        assertThrows(
                ApplicationAlreadyExistsException.class, () -> client.createApplication(r -> r.applicationName("web")));
        client.createDeploymentGroup(
                r -> r.applicationName("web").deploymentGroupName("prod").serviceRoleArn(role));
        assertThrows(
                DeploymentGroupAlreadyExistsException.class,
                () -> client.createDeploymentGroup(r ->
                        r.applicationName("web").deploymentGroupName("prod").serviceRoleArn(role)));
        assertThrows(
                InvalidRoleException.class,
                () -> client.createDeploymentGroup(
                        r -> r.applicationName("web").deploymentGroupName("x").serviceRoleArn("role")));
        assertEquals(
                "web",
                client.batchGetApplications(r -> r.applicationNames("web"))
                        .applicationsInfo()
                        .get(0)
                        .applicationName());
        assertEquals(
                99,
                client.getDeploymentConfig(r -> r.deploymentConfigName("CodeDeployDefault.OneAtATime"))
                        .deploymentConfigInfo()
                        .minimumHealthyHosts()
                        .value());
    }
}
