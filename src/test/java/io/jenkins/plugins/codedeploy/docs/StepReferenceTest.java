package io.jenkins.plugins.codedeploy.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployPublisher;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployRollbackBuilder;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployRollbackStep;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * The tables of docs/steps.md and docs/target-accounts.md against the code: every parameter of every step, option and
 * target account, with its default, and nothing else. A new step is found by itself.
 */
@WithJenkins
class StepReferenceTest {
    private static final String OURS = "io.jenkins.plugins.codedeploy.";
    private static final Pattern HEADING = Pattern.compile("#+ (\\S.*)");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\|.*");
    private static final Pattern LINK = Pattern.compile("\\[[^]]+]\\(#([\\w-]+)\\)");

    /** Name to default, by the heading that the table stands below. */
    private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    /** Which tables a section says that it takes, by heading. */
    private final Map<String, List<String>> takes = new LinkedHashMap<>();

    @Test
    void sayWhatTheCodeTakes(JenkinsRule j) throws Exception {
        read("docs/steps.md");
        read("docs/target-accounts.md");
        Map<String, Class<?>> options = new TreeMap<>();
        int steps = 0;
        for (StepDescriptor step : ExtensionList.lookup(StepDescriptor.class)) {
            if (step.clazz.getName().startsWith(OURS)) {
                steps++;
                check(step.getFunctionName(), step.clazz, taken(step.getFunctionName()), options);
            }
        }
        assertTrue(steps >= 2, "only " + steps + " steps");
        for (Class<?> embedding : List.of(CodeDeployBuilder.class, CodeDeployPublisher.class)) {
            DescribableModel<?> model = DescribableModel.of(embedding);
            assertEquals(1, model.getParameters().size(), embedding + " has the parameters of the step");
            assertEquals(CodeDeployStep.class, model.getParameter("deployment").getErasedType());
        }
        DescribableModel<?> rollback = DescribableModel.of(CodeDeployRollbackBuilder.class);
        assertEquals(
                CodeDeployRollbackStep.class, rollback.getParameter("rollback").getErasedType());
        check("targetAccount", TargetAccount.class, tables.get("fields-of-targetaccount"), options);
        Map<String, Class<?>> left = new TreeMap<>(options);
        while (!left.isEmpty()) {
            Map<String, Class<?>> more = new TreeMap<>();
            left.forEach((name, type) -> check(name, type, tables.get(name.toLowerCase()), more));
            more.keySet().removeAll(options.keySet());
            options.putAll(more);
            left = more;
        }
        assertEquals(
                List.of("alarms", "autoRollback", "gitHub", "guards", "tagGroups", "tags", "targetInstances"),
                List.copyOf(options.keySet()));
    }

    private void check(String name, Class<?> type, Map<String, String> documented, Map<String, Class<?>> options) {
        try {
            DescribableModel<?> model = new DescribableModel<>(type);
            Map<String, String> real = new TreeMap<>();
            for (DescribableParameter parameter : model.getParameters()) {
                real.put(parameter.getName(), defaultOf(type, parameter));
                Class<?> option = option(type, parameter.getName());
                if (option != null) {
                    options.put(parameter.getName(), option);
                }
            }
            assertFalse(documented == null, "no table for " + name);
            assertEquals(real, new TreeMap<>(documented), name + ": what the code has, what the documentation says");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name, e);
        }
    }

    /** As the tables have it. The source is mandatory for a push alone, which its row says. */
    private static String defaultOf(Class<?> type, DescribableParameter parameter) throws ReflectiveOperationException {
        if (parameter.isRequired()) {
            return parameter.getName().equals("source") ? "–" : "required";
        }
        Object value = getter(type, parameter.getName()).invoke(blank(type));
        return value == null || value instanceof List<?> list && list.isEmpty()
                ? "–"
                : "`" + (value instanceof Enum<?> word ? word.name() : value) + "`";
    }

    private static Object blank(Class<?> type) throws ReflectiveOperationException {
        for (var constructor : type.getConstructors()) {
            return constructor.newInstance(new Object[constructor.getParameterCount()]);
        }
        throw new NoSuchMethodException(type.getName());
    }

    private static Method getter(Class<?> type, String name) throws NoSuchMethodException {
        String tail = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        try {
            return type.getMethod("get" + tail);
        } catch (NoSuchMethodException e) {
            return type.getMethod("is" + tail);
        }
    }

    /** One of our own types that a parameter holds, alone or in a list. */
    private static Class<?> option(Class<?> type, String name) throws NoSuchMethodException {
        var result = getter(type, name).getGenericReturnType().getTypeName();
        Matcher ours = Pattern.compile("io\\.jenkins\\.plugins\\.codedeploy\\.(parameters\\.option|account)\\.\\w+")
                .matcher(result);
        try {
            return ours.find() ? Class.forName(ours.group()) : null;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> taken(String step) {
        Map<String, String> all = new TreeMap<>();
        List<String> sections = takes.get(step.toLowerCase());
        assertFalse(sections == null, "docs/steps.md has no section " + step + " that says what it takes");
        sections.forEach(section -> all.putAll(tables.getOrDefault(section, Map.of())));
        all.putAll(tables.getOrDefault(step.toLowerCase(), Map.of()));
        return all;
    }

    private void read(String file) throws Exception {
        String heading = "";
        boolean inTable = false;
        StringBuilder sentence = new StringBuilder();
        for (String line : Files.readAllLines(Snippet.root().resolve(file))) {
            Matcher title = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (title.matches()) {
                heading =
                        title.group(1).toLowerCase().replaceAll("[^\\w -]", "").replace(' ', '-');
            } else if (line.startsWith("| Parameter |")) {
                inTable = true;
            } else if (inTable && row.matches()) {
                tables.computeIfAbsent(heading, h -> new LinkedHashMap<>()).put(row.group(1), normal(row.group(2)));
            } else if (!line.startsWith("|")) {
                inTable = false;
            }
            if (line.startsWith("Takes ") || !sentence.isEmpty()) {
                sentence.append(line).append(' ');
                if (line.endsWith(".")) {
                    takes.put(
                            heading,
                            LINK.matcher(sentence)
                                    .results()
                                    .map(m -> m.group(1))
                                    .toList());
                    sentence.setLength(0);
                }
            }
        }
    }

    /** What holds where nothing is given stands beside the dash, for people. */
    private static String normal(String cell) {
        String text = cell.strip();
        return text.startsWith("–") ? "–" : text;
    }
}
