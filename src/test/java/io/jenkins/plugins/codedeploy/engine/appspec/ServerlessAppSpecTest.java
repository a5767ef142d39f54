package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.engine.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerlessAppSpecTest {
    static final String LAMBDA = """
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

    static final String ECS = """
            {"version": 0.0,
             "Resources": [{"TargetService": {
               "Type": "AWS::ECS::Service",
               "Properties": {"TaskDefinition": "arn", "LoadBalancerInfo": {"ContainerName": "c", "ContainerPort": 80}}}}],
             "Hooks": [{"BeforeInstall": "f"}, {"AfterAllowTestTraffic": "g"}]}
            """;

    @Test
    void acceptsYamlAndJson() {
        assertEquals(List.of(), problems(LAMBDA));
        assertEquals(List.of(), problems(ECS));
        assertEquals(List.of(), problems(ECS.replace("0.0", "\"0.0\"").replace("  ", "\t")));
    }

    @Test
    void tellsWhereTheAppSpecOfAServerBelongs() {
        assertEquals(List.of("line 1: appspec.notServerless[]"), problems("version: 0.0\nos: linux\n"));
    }

    @Test
    void refusesResourcesWithoutTypeOrProperties() {
        assertEquals(
                List.of(
                        "line 3: appspec.resourceType[f, AWS::Lambda::Function, AWS::ECS::Service]",
                        "line 3: appspec.noProperties[f]"),
                problems("version: 0.0\nResources:\n  - f: {}\n"));
        assertEquals(List.of("line 2: appspec.notList[Resources]"), problems("version: 0.0\nResources: {f: {}}\n"));
        assertEquals(
                List.of("line 1: appspec.noResources[]", "line 2: appspec.version[0.1]"), problems("\nversion: 0.1\n"));
        assertEquals(List.of("line 1: appspec.empty[]"), problems(""));
        assertEquals(List.of("line 1: appspec.notMapping[AppSpec]"), problems("words"));
    }

    @Test
    void refusesHooksWithoutAFunctionAndWarnsOfThoseThatNeverRun() throws Exception {
        assertEquals(
                List.of("line 11: appspec.hookLacksFunction[BeforeAllowTraffic]"),
                problems(LAMBDA.replace("fic: check", "fic:")));
        List<Text> warnings = new ArrayList<>();
        new AppSpecCheck(false, warnings::add).checkContent(LAMBDA.replace("BeforeAllowTraffic", "Install"));
        assertEquals(
                "[appSpecContent line 11: the lifecycle event Install is reserved for CodeDeploy, so this hook never runs]",
                warnings.toString());
        assertThrows(
                AppSpecProblems.class,
                () -> new AppSpecCheck(true, warnings::add).checkContent(LAMBDA.replace("AfterAll", "AfterInst")));
    }

    private static List<String> problems(String content) {
        Findings findings = new Findings();
        new ServerlessAppSpec(findings).read(content.getBytes(StandardCharsets.UTF_8));
        return findings.inOrder().stream()
                .map(finding -> "line " + finding.line() + ": " + finding.text().code()
                        + finding.text().args())
                .toList();
    }
}
