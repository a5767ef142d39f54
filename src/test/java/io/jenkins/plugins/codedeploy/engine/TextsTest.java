package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path MAIN = Path.of(System.getProperty("project.root", ".."), "src/main")
            .toAbsolutePath()
            .normalize();
    private static final String ENGINE = "io/jenkins/plugins/codedeploy/engine";
    private static final Pattern CODE = Pattern.compile("\"([a-z]+\\.[A-Za-z][A-Za-z0-9.]*)\"");

    @Test
    void crossesFromAgentToControllerAndSpeaksThere() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new EngineException(Problem.of(Text.of("engine.nameTooLong", 101))));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            EngineException read = (EngineException) in.readObject();
            assertEquals("The name has 101 characters; CodeDeploy allows 100.", read.getMessage());
        }
    }

    @Test
    void unknownLanguagesGetEnglish() {
        assertEquals("A value is required.", Text.of("engine.missing").in(Locale.JAPANESE));
    }

    @Test
    void bracesInArgumentsStayWhatTheyAre() {
        assertEquals("x: {0} it's", Text.of("engine.field", "x", "{0} it's").toString());
    }

    /** A code without words would be an exception in the very moment that something else goes wrong. */
    @Test
    void everyCodeInTheSourcesHasItsWordsAndNoneIsLeftOver() throws IOException {
        Set<String> defined = new HashSet<>();
        try (Stream<Path> files = Files.walk(MAIN.resolve("resources").resolve(ENGINE))) {
            for (Path file : files.filter(f -> f.endsWith("Texts.properties")).toList()) {
                Properties words = new Properties();
                try (Reader in = Files.newBufferedReader(file)) {
                    words.load(in);
                }
                defined.addAll(words.stringPropertyNames());
            }
        }
        Set<String> rooms = new HashSet<>();
        defined.forEach(code -> rooms.add(code.substring(0, code.indexOf('.'))));
        Set<String> used = new HashSet<>();
        // packages above the engine and the command line may speak with its words
        for (Path sources : List.of(MAIN.resolve("java"), MAIN.resolveSibling("cli/java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    Matcher m = CODE.matcher(Files.readString(file));
                    while (m.find()) {
                        used.add(m.group(1));
                    }
                }
            }
        }
        used.removeIf(code -> !rooms.contains(code.substring(0, code.indexOf('.'))));
        used.removeIf(code -> code.matches(".*\\.(ya?ml|y|tar|zip|json)")); // names of files
        used.removeAll(Set.of("aws.accessKeyId", "aws.secretAccessKey")); // system properties of the SDK

        assertTrue(used.size() > 10, "the search finds codes");
        assertEquals(Set.of(), minus(used, defined), "codes without words");
        assertEquals(Set.of(), minus(defined, used), "words that nobody says");
    }

    /** MessageFormat eats a single apostrophe, and all placeholders behind it. */
    @Test
    void apostrophesAreDoubled() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN.resolve("resources").resolve(ENGINE))) {
            for (Path file : files.filter(f -> f.endsWith("Texts.properties")).toList()) {
                List<String> single = Files.readAllLines(file).stream()
                        .filter(line -> line.replace("''", "").contains("'"))
                        .toList();
                assertEquals(List.of(), single, file.toString());
            }
        }
        assertFalse(Text.of("engine.kmsKeyId.managed").toString().contains("''"));
    }

    private static Set<String> minus(Set<String> a, Set<String> b) {
        Set<String> rest = new TreeSet<>(a);
        rest.removeAll(b);
        return rest;
    }
}
