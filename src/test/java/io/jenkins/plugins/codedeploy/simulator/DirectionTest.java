package io.jenkins.plugins.codedeploy.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectionTest {
    private static final String PACKAGE = SimulatedAws.class.getPackageName();

    /** The lowest first. A package may use those before it; the package of {@link SimulatedAws} stands on all. */
    private static final List<String> ORDER =
            List.of("http", "iam", "kms", "sts", "s3", "instance", "codedeploy", "admin", "");

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+?)\\.[A-Z]", Pattern.MULTILINE);

    @TempDir
    Path classes;

    private static List<Path> sources() throws IOException {
        Path root = Path.of("src");
        for (String up : List.of("", "../")) {
            if (Files.isDirectory(Path.of(up + "src/simulator/java"))) {
                root = Path.of(up + "src/simulator/java", PACKAGE.replace('.', '/'));
            }
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @Test
    void eachPackageUsesOnlyThoseBelowIt() throws Exception {
        List<String> upward = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String own = below(text.substring("package ".length(), text.indexOf(';')));
            for (Matcher used = IMPORT.matcher(text); used.find(); ) {
                if (used.group(1).startsWith(PACKAGE) && ORDER.indexOf(below(used.group(1))) >= ORDER.indexOf(own)) {
                    upward.add(file.getFileName() + " uses " + used.group(1));
                }
            }
        }
        assertEquals(List.of(), upward);
    }

    private static String below(String name) {
        assertTrue(name.startsWith(PACKAGE), name);
        String rest = name.substring(PACKAGE.length());
        return rest.isEmpty() ? "" : rest.substring(1);
    }

    /** Without the project's own classes: the simulation knows nothing of the engine. */
    @Test
    void itCompilesWithLibrariesAlone() throws Exception {
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            problems,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "-classpath", libraries, "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources()))
                    .call();
            assertTrue(compiled, problems.toString());
        }
    }
}
