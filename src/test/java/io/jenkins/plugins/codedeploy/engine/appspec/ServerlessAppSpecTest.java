package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerlessAppSpecTest {
    private static final String LAMBDA = """
            version: 0.0
            Resources:
              - myFunction:
                  Type: AWS::Lambda::Function
                  Properties:
                    Name: myFunction
                    Alias: live
                    CurrentVersion: "1"
                    TargetVersion: "2"
            Hooks:
              - BeforeAllowTraffic: check
              - AfterAllowTraffic: arn:aws:lambda:eu-central-1:222222222222:function:check
            """;

    private static final String ECS = """
            {"version": 0.0,
             "Resources": [{"TargetService": {
               "Type": "AWS::ECS::Service",
               "Properties": {"TaskDefinition": "arn", "LoadBalancerInfo": {"ContainerName": "c", "ContainerPort": 80}}}}],
             "Hooks": [{"BeforeInstall": "f"}, {"AfterAllowTestTraffic": "g"}]}
            """;

    @Test
    void readsYamlAndJson() throws Exception {
        for (AppSpec spec : List.of(AppSpec.parse(LAMBDA, Platform.LAMBDA), AppSpec.parse(ECS, Platform.ECS))) {
            assertNull(spec.os());
            assertEquals(List.of(), spec.requiredPaths());
            assertEquals(Set.of(), spec.hookScripts());
        }
        assertEquals(Platform.ECS, AppSpec.parse(ECS, Platform.ECS).platform());
    }

    @Test
    void refusesOneOfAnotherPlatform() {
        assertEquals(
                List.of(
                        "line 2: Type of TargetService must be AWS::Lambda::Function",
                        "line 5: hook BeforeInstall is not a lifecycle event that runs scripts; "
                                + "there are AfterAllowTraffic, BeforeAllowTraffic",
                        "line 5: hook AfterAllowTestTraffic is not a lifecycle event; did you mean AfterAllowTraffic?"),
                AppSpecTest.problems(ECS, Platform.LAMBDA));
        List<String> server = AppSpecTest.problems(LAMBDA, Platform.SERVER);
        assertTrue(server.get(0).startsWith("line 1: os is missing"), server.toString());
        assertTrue(server.get(1).startsWith("line 2: Resources belongs to Lambda and ECS"), server.toString());
        assertEquals(3, server.size());
        List<String> serverless = AppSpecTest.problems("version: 0.0\nos: linux\n", Platform.ECS);
        assertEquals(
                List.of(
                        "line 1: Resources is missing; it lists one resource of type AWS::ECS::Service",
                        "line 2: os is unknown; there are version, Resources, Hooks"),
                serverless);
    }

    @Test
    void refusesResourcesWithoutTypeOrProperties() {
        assertEquals(
                List.of("line 3: Type of f must be AWS::Lambda::Function", "line 3: f has no Properties"),
                AppSpecTest.problems("version: 0.0\nResources:\n  - f: {}\n", Platform.LAMBDA));
        assertEquals(
                List.of("line 2: Resources must be a list, each item beginning with \"-\""),
                AppSpecTest.problems("version: 0.0\nResources: {f: {}}\n", Platform.LAMBDA));
        assertEquals(
                List.of(
                                "line 2: version is 0.1, but only 0.0 exists",
                                "line 1: Resources is missing; it lists one "
                                        + "resource of type AWS::Lambda::Function")
                        .stream()
                        .sorted()
                        .toList(),
                AppSpecTest.problems("\nversion: 0.1\n", Platform.LAMBDA));
    }

    @Test
    void refusesHooksWithoutAFunction() {
        assertEquals(
                List.of("line 11: BeforeAllowTraffic names no Lambda function"),
                AppSpecTest.problems(LAMBDA.replace("fic: check", "fic:"), Platform.LAMBDA));
        assertEquals(
                List.of("line 11: hook Install cannot run anything: CodeDeploy keeps this lifecycle event for itself"),
                AppSpecTest.problems(LAMBDA.replace("BeforeAllowTraffic", "Install"), Platform.LAMBDA));
    }
}
