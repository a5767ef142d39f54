package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.xml.XmlPage;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.w3c.dom.Node;

/** What {@code docs/remote-api.md} promises is what the remote API answers, no more and no less. */
@WithJenkins
class RemoteApiTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\|(.*)\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)(\\[])?`");

    @Test
    void answersTheNamesThatAreDocumented(JenkinsRule j) throws Exception {
        FreeStyleBuild first = j.buildAndAssertSuccess(j.createFreeStyleProject("shop"));
        RecordedDeployment.failedAndRolledBack(first);
        FreeStyleBuild build = j.buildAndAssertSuccess(first.getProject());
        RecordedDeployment.failedAndRolledBack(build);
        String url = build.getUrl() + "codedeploy/api/";

        Map<String, Set<String>> documented = documented();
        Map<String, Set<String>> json = new TreeMap<>();
        names("", j.getJSON(url + "json?depth=9").getJSONObject(), json);
        assertEquals(documented, json);

        XmlPage xml = j.createWebClient().goToXml(url + "xml?depth=9");
        Map<String, Set<String>> elements = new TreeMap<>();
        names("", xml.getDocumentElement(), elements);
        elements.forEach((bean, names) -> {
            Set<String> unknown = new TreeSet<>(names);
            unknown.removeAll(documented.getOrDefault(bean, Set.of()));
            assertEquals(Set.of(), unknown, bean);
        });
        assertTrue(elements.get("failures").contains("logTail"), elements.toString());
    }

    /** By the field that holds it, the names of a bean's fields. */
    private static Map<String, Set<String>> documented() throws Exception {
        Map<String, Set<String>> beans = new TreeMap<>();
        String section = null;
        for (String line : Files.readAllLines(Path.of("docs/remote-api.md"))) {
            if (line.startsWith("#")) {
                section = line.contains("`/codedeploy/api`")
                        ? ""
                        : line.contains("`deployments[]`")
                                ? "deployments"
                                : line.contains("`rollback`") ? "seen" : null;
            }
            Matcher row = ROW.matcher(line);
            if (section == null || !row.matches()) {
                continue;
            }
            Matcher name = NAME.matcher(row.group(1));
            while (name.find()) {
                add(beans, section, name.group(1));
                if (name.group(2) != null && !name.group(1).equals("deployments")) {
                    nested(beans, name.group(1), row.group(2));
                }
            }
        }
        beans.put("deployment", beans.get("seen"));
        beans.put("rollback", beans.remove("seen"));
        return beans;
    }

    /** "`id`, `events[]` with `name`, `status`": what follows "with" is one level deeper. */
    private static void nested(Map<String, Set<String>> beans, String bean, String text) {
        String into = bean;
        for (String part : text.split("(?<=`) with ")) {
            Matcher name = NAME.matcher(part.replaceAll("\\([^)]*\\)", ""));
            String last = into;
            while (name.find()) {
                add(beans, into, name.group(1));
                last = name.group(2) == null ? last : name.group(1);
            }
            into = last;
        }
    }

    private static void names(String bean, JSONObject told, Map<String, Set<String>> beans) {
        for (Object key : told.keySet()) {
            String name = (String) key;
            if (name.equals("_class")) {
                continue;
            }
            add(beans, bean, name);
            if (told.get(name) instanceof JSONArray several) {
                several.forEach(one -> names(name, (JSONObject) one, beans));
            } else if (told.get(name) instanceof JSONObject one && !one.isNullObject()) {
                names(name, one, beans);
            }
        }
    }

    private static void names(String bean, Node element, Map<String, Set<String>> beans) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.ELEMENT_NODE) {
                // Jenkins writes a list as one element each, by the list's name in the singular
                String name =
                        switch (child.getNodeName()) {
                            case "option", "target", "event", "failure" ->
                                child.getFirstChild() != null
                                                && child.getFirstChild().getNodeType() == Node.ELEMENT_NODE
                                        ? child.getNodeName() + "s"
                                        : child.getNodeName();
                            default -> child.getNodeName();
                        };
                name = bean.isEmpty() && name.equals("deployment") ? "deployments" : name;
                add(beans, bean, name);
                names(name, child, beans);
            }
        }
    }

    private static void add(Map<String, Set<String>> beans, String bean, String name) {
        beans.computeIfAbsent(bean, b -> new TreeSet<>()).add(name);
    }
}
