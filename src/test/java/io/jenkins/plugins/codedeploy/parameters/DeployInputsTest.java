package io.jenkins.plugins.codedeploy.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.FilePath;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.parameters.option.Alarms;
import io.jenkins.plugins.codedeploy.parameters.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.parameters.option.InstanceTag;
import io.jenkins.plugins.codedeploy.parameters.option.InstanceTagGroup;
import io.jenkins.plugins.codedeploy.parameters.option.TargetInstances;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import java.io.File;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DeployInputsTest {
    @TempDir
    private File workspace;

    /** The credentials id is resolved with the rights of whoever started the build. */
    private static final Set<String> TAKEN_AS_THEY_ARE = Set.of("credentialsId");

    @Test
    void expandsEveryText() throws Exception {
        Set<String> wanted = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (Method getter : DeployStep.class.getMethods()) {
            if (getter.getReturnType() != String.class || !getter.getName().startsWith("get")) {
                continue;
            }
            String field = getter.getName().substring(3);
            CodeDeployStep step = new CodeDeployStep();
            step.setRegion("eu-central-1");
            if (!field.equals("DeploymentId")) {
                // where one is to be followed, nothing is created
                step.setSource("dist");
            }
            CodeDeployStep.class.getMethod("set" + field, String.class).invoke(step, "${" + field + "}");
            wanted.add("${" + field + "}");
            seen.addAll(asked(step));
        }
        TAKEN_AS_THEY_ARE.forEach(
                field -> wanted.remove("${" + field.substring(0, 1).toUpperCase() + field.substring(1) + "}"));
        assertEquals(wanted, seen);
    }

    @Test
    void expandsTextsWithinOptions() {
        CodeDeployStep step = new CodeDeployStep();
        step.setGitHub(new GitHubCommit("${REPOSITORY}", "${COMMIT}"));
        Alarms alarms = new Alarms();
        alarms.setNames("${ALARMS}");
        step.setAlarms(alarms);
        InstanceTag tag = new InstanceTag();
        tag.setKey("${KEY}");
        tag.setValue("${VALUE}");
        TargetInstances instances = new TargetInstances();
        instances.setTagGroups(List.of(new InstanceTagGroup(List.of(tag))));
        instances.setAutoScalingGroups("${GROUPS}");
        step.setTargetInstances(instances);
        assertEquals(
                new TreeSet<>(List.of("${REPOSITORY}", "${COMMIT}", "${ALARMS}", "${KEY}", "${VALUE}", "${GROUPS}")),
                asked(step));
    }

    /** Those of the variables' texts that were handed to expansion. */
    private Set<String> asked(CodeDeployStep step) {
        Set<String> asked = new HashSet<>();
        UnaryOperator<String> expand = value -> {
            asked.add(String.valueOf(value));
            return value == null ? null : value.replaceAll("\\$.*", "value");
        };
        DeployInputs inputs = new DeployInputs(step, expand);
        Stream.<Executable>of(
                        inputs::checkAll,
                        inputs::check,
                        inputs::target,
                        inputs::revisionSource,
                        inputs::overrideWindow,
                        inputs::promotedFrom,
                        () -> inputs.request(new AppSpecRevision("version: 0.0"), null),
                        () -> inputs.push(null, new FilePath(workspace), null))
                .forEach(call -> {
                    try {
                        call.execute();
                    } catch (Throwable e) {
                        // not every call fits every field
                        assertTrue(e instanceof Exception, e::toString);
                    }
                });
        asked.removeIf(text -> !text.startsWith("${"));
        return new TreeSet<>(asked);
    }

    @Test
    void takesAnIndentedAppSpecAsAScriptWritesIt() throws Exception {
        String plain = "version: 0.0\nResources:\n  - function:\n      Type: AWS::Lambda::Function";
        for (String written : List.of(
                plain,
                plain + "\n",
                "\n" + plain.indent(8),
                "\n" + plain.indent(8) + "    ",
                plain.indent(4).stripTrailing())) {
            CodeDeployStep step = new CodeDeployStep();
            step.setAppSpecContent(written);
            assertEquals(
                    new AppSpecRevision(plain),
                    new DeployInputs(step, v -> v).revisionSource().sample(),
                    written);
        }
        CodeDeployStep blank = new CodeDeployStep();
        blank.setAppSpecContent(" \n ");
        assertEquals(null, blank.getAppSpecContent());
    }
}
