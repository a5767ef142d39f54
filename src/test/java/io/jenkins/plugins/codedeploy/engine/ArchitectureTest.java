package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which folder may use what. */
class ArchitectureTest {
    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();
    private static final String PLUGIN = "io.jenkins.plugins.codedeploy.";
    private static final Path JAVA = ROOT.resolve("src/main/java/io/jenkins/plugins/codedeploy");
    private static final int MOST_LINES = 350;
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);

    /** javac would compile other packages too, silently, if its source path had them. */
    @Test
    void thisBuildCompiledOnlyEngineSimulatorAndCommandLine() throws IOException, URISyntaxException {
        Path classes = Path.of(
                Text.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path plugin = classes.resolve("io/jenkins/plugins/codedeploy");
        try (Stream<Path> packages = Files.list(plugin)) {
            Set<String> names = new TreeSet<>();
            packages.forEach(folder -> names.add(folder.getFileName().toString()));
            assertEquals(Set.of("cli", "engine", "simulator"), names);
        }
    }

    @Test
    void theEngineKnowsNoJenkins() throws IOException {
        assertEquals(
                List.of(),
                imports(
                        JAVA.resolve("engine"),
                        name -> name.startsWith("hudson.")
                                || name.startsWith("jenkins.")
                                || name.startsWith("org.kohsuke.")
                                || name.startsWith("org.jenkinsci.")
                                || name.startsWith(PLUGIN) && !name.startsWith(PLUGIN + "engine.")));
    }

    /** What runs on agents is sent there class by class. */
    @Test
    void agentsGetNeitherTheSdkNorOtherPackages() throws IOException {
        for (String folder : List.of("bundle", "send")) {
            assertEquals(
                    List.of(),
                    imports(
                            JAVA.resolve("engine").resolve(folder),
                            name -> !name.startsWith("java.")
                                    && !name.startsWith("edu.umd.cs.findbugs.annotations.")
                                    && !name.startsWith("org.apache.commons.compress.")
                                    && !name.matches(Pattern.quote(PLUGIN) + "engine\\.[A-Z]\\w*")
                                    && !name.startsWith(PLUGIN + "engine.bundle.")
                                    && !name.startsWith(PLUGIN + "engine.send.")));
        }
    }

    @Test
    void theSdkStaysWhereAwsIsCalled() throws IOException {
        for (String folder : List.of("appspec", "bundle", "history", "journal", "revision", "send")) {
            assertEquals(
                    List.of(),
                    imports(JAVA.resolve("engine").resolve(folder), name -> name.startsWith("software.amazon.")),
                    folder);
        }
    }

    /** Who judges a policy beforehand must not be who judges it in the test, else it would agree with itself. */
    @Test
    void preflightAndTheSimulatedAwsShareNothing() throws IOException {
        Path simulated = ROOT.resolve("src/simulator/java/io/jenkins/plugins/codedeploy/simulator");
        assertEquals(List.of(), sourcesWith(simulated, PLUGIN + "engine"));
        assertEquals(List.of(), sourcesWith(simulated, PLUGIN + "cli"));
        assertEquals(List.of(), sourcesWith(JAVA.resolve("engine"), PLUGIN + "simulator"));
        assertEquals(List.of(), sourcesWith(JAVA.resolve("engine"), PLUGIN + "cli"));
    }

    /** Names in Jenkins' own messages are whatever a job's parameter says: they break no line of a log either. */
    @Test
    void failuresOfJenkinsAreToldInOneLine() throws IOException {
        Pattern bare = Pattern.compile("AbortException\\(\\s*Messages\\.\\w+\\(\\s*[^)\\s]");
        try (Stream<Path> files = Files.walk(JAVA)) {
            assertEquals(
                    List.of(),
                    files.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> bare.matcher(read(f)).find())
                            .toList());
        }
    }

    @Test
    void noPackagesDependOnEachOther() throws IOException {
        for (Path folder : List.of(
                JAVA,
                ROOT.resolve("src/simulator/java/io/jenkins/plugins/codedeploy/simulator"),
                ROOT.resolve("src/cli/java/io/jenkins/plugins/codedeploy/cli"))) {
            Map<String, Set<String>> uses = uses(folder);
            assertTrue(uses.size() > 1, uses.toString());
            for (String name : uses.keySet()) {
                assertEquals(List.of(), way(name, name, uses, new HashSet<>()), "a cycle of packages");
            }
        }
    }

    /** Which packages of the project each package imports. */
    private static Map<String, Set<String>> uses(Path folder) throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String source = read(file);
                Matcher own = PACKAGE.matcher(source);
                assertTrue(own.find(), file.toString());
                Set<String> imported = all.computeIfAbsent(own.group(1), name -> new TreeSet<>());
                IMPORT.matcher(source)
                        .results()
                        .map(match -> match.group(1).replaceFirst("\\.[A-Z].*", ""))
                        .filter(name -> name.startsWith(PLUGIN) && !name.equals(own.group(1)))
                        .forEach(imported::add);
            }
        }
        return all;
    }

    /** @return the packages from one to the other; empty if there is no way */
    private static List<String> way(String from, String to, Map<String, Set<String>> uses, Set<String> seen) {
        for (String next : uses.getOrDefault(from, Set.of())) {
            if (next.equals(to)) {
                return List.of(from, to);
            }
            if (seen.add(next)) {
                List<String> rest = way(next, to, uses, seen);
                if (!rest.isEmpty()) {
                    return Stream.concat(Stream.of(from), rest.stream()).toList();
                }
            }
        }
        return List.of();
    }

    @Test
    void noClassIsLong() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("src"))) {
            assertEquals(
                    List.of(),
                    files.filter(f -> f.toString().endsWith(".java") && !f.startsWith(ROOT.resolve("src/test")))
                            .filter(f -> read(f).lines().count() > MOST_LINES)
                            .toList());
        }
    }

    /** Whole texts, since a qualified name needs no import. */
    private static List<String> sourcesWith(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 20, folder + " has sources");
            return sources.stream()
                    .filter(file -> read(file).contains(name))
                    .map(Path::toString)
                    .toList();
        }
    }

    private interface Forbidden {
        boolean test(String name);
    }

    private static List<String> imports(Path folder, Forbidden forbidden) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java")).toList();
            assertTrue(!sources.isEmpty(), folder + " has sources");
            return sources.stream()
                    .flatMap(file -> IMPORT.matcher(read(file))
                            .results()
                            .map(m -> m.group(1))
                            .filter(forbidden::test)
                            .map(name -> file.getFileName() + " imports " + name))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
