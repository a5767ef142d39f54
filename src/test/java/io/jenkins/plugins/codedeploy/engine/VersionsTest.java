package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Both builds compile against the same bytes: a difference would be found by users alone. */
class VersionsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();

    private static Map<String, String> engine;
    private static Map<String, String> plugin;

    @BeforeAll
    static void read() throws Exception {
        engine = properties(pom(ROOT.resolve("engine-build/pom.xml")));
        plugin = properties(pom(ROOT.resolve("pom.xml")));
    }

    /** An API plugin's version begins with that of the library it brings. */
    @Test
    void theSdkIsThatOfItsApiPlugins() {
        assertEquals(engine.get("awssdk.version"), library(plugin.get("aws-java-sdk2-plugin.version")));
    }

    @Test
    void whatBothBuildsNameIsTheSame() {
        assertEquals(engine.get("picocli.version"), plugin.get("picocli.version"));
    }

    @Test
    void everyModuleOfTheSdkIsManagedAlike() throws Exception {
        List<String> versions = new ArrayList<>();
        for (Element dependency : dependencies(pom(ROOT.resolve("pom.xml")))) {
            if ("io.jenkins.plugins.aws-java-sdk2".equals(text(dependency, "groupId"))) {
                String version = text(dependency, "version");
                if (version != null) {
                    versions.add(version);
                }
            }
        }

        assertEquals(
                List.of("${aws-java-sdk2-plugin.version}"),
                versions.stream().distinct().toList());
        assertTrue(versions.size() >= 4, versions.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "commons-compress.version, commons-compress-api",
        "jackson.version,          jackson2-api",
        "snakeyaml.version,        snakeyaml-api"
    })
    void librariesAreThoseOfTheBom(String property, String apiPlugin) throws Exception {
        String line = "bom-" + plugin.get("jenkins.baseline") + ".x";
        String version = null;
        for (Element dependency : dependencies(pom(ROOT.resolve("pom.xml")))) {
            if (String.valueOf(text(dependency, "artifactId")).startsWith("bom-")) {
                version = text(dependency, "version");
            }
        }
        assertNotNull(version, "the BOM is named");
        Path boms = repository().resolve("io/jenkins/tools/bom");
        assumeTrue(
                Files.exists(bom(boms.resolve(line), version)),
                "the BOM is not in this machine's repository: the plugin's build fetches it");

        assertEquals(engine.get(property), library(managed(boms, line, version, apiPlugin)));
    }

    /** The BOM of an older line holds what differs from the next newer one, which it imports. */
    private static String managed(Path boms, String line, String version, String artifact) throws Exception {
        try (Stream<Path> lines = Files.list(boms)) {
            for (Path newer : lines.filter(l -> l.getFileName().toString().compareTo(line) >= 0)
                    .sorted()
                    .toList()) {
                if (!Files.exists(bom(newer, version))) {
                    continue;
                }
                for (Element dependency : dependencies(pom(bom(newer, version)))) {
                    if (artifact.equals(text(dependency, "artifactId"))) {
                        return text(dependency, "version");
                    }
                }
            }
        }
        throw new AssertionError("no BOM names " + artifact);
    }

    private static Path bom(Path line, String version) {
        return line.resolve(version).resolve(line.getFileName() + "-" + version + ".pom");
    }

    @ParameterizedTest
    @CsvSource({"junit.version", "spotbugs-maven-plugin.version", "spotless-maven-plugin.version"})
    void toolsAreThoseOfTheParent(String property) throws Exception {
        Element parent = child(pom(ROOT.resolve("pom.xml")).getDocumentElement(), "parent");
        String version = text(parent, "version");
        Path file = repository()
                .resolve("org/jenkins-ci/plugins/plugin")
                .resolve(version)
                .resolve("plugin-" + version + ".pom");
        assumeTrue(Files.exists(file), "the parent is not in this machine's repository: the plugin's build fetches it");

        assertEquals(properties(pom(file)).get(property), engine.get(property));
    }

    /** The first commands that anybody copies. */
    @Test
    void theReadmeBeginsWithTheDemoAndTheTests() throws Exception {
        List<String> commands = Files.readAllLines(ROOT.resolve("README.md")).stream()
                .filter(line -> line.startsWith("mvn "))
                .map(line -> line.replaceFirst("\\s*#.*", ""))
                .toList();

        assertEquals("mvn -f engine-build compile exec:java", commands.get(0));
        assertEquals("mvn -f engine-build verify", commands.get(1));
        String gate = Files.readString(ROOT.resolve(".ci/run"));
        assertTrue(gate.contains("-f engine-build verify"), "the gate runs the README's test command");
    }

    private static String library(String pluginVersion) {
        return pluginVersion.replaceFirst("-.*", "");
    }

    private static Path repository() {
        String given = System.getProperty("maven.repo.local");
        return given != null ? Path.of(given) : Path.of(System.getProperty("user.home"), ".m2", "repository");
    }

    private static Document pom(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static Map<String, String> properties(Document pom) {
        Map<String, String> all = new HashMap<>();
        for (Node n = child(pom.getDocumentElement(), "properties").getFirstChild();
                n != null;
                n = n.getNextSibling()) {
            if (n instanceof Element) {
                all.put(n.getNodeName(), n.getTextContent().strip());
            }
        }
        return all;
    }

    private static List<Element> dependencies(Document pom) {
        List<Element> all = new ArrayList<>();
        var found = pom.getElementsByTagName("dependency");
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static Element child(Element of, String name) {
        for (Node n = of.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e && n.getNodeName().equals(name)) {
                return e;
            }
        }
        return null;
    }

    private static String text(Element of, String name) {
        Element child = child(of, name);
        return child == null ? null : child.getTextContent().strip();
    }
}
