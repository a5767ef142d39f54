package io.jenkins.plugins.codedeploy.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of README and docs lead somewhere, and the tests that they name exist. */
class LinksInDocsTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)]+))?\\)");
    private static final Pattern PICTURE =
            Pattern.compile("(?:srcset=\"|src=\"|!\\[[^\\]]*]\\()((?!https?:)[^\")]+)[\")]");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void leadSomewhere() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path file : pages()) {
            Matcher link = LINK.matcher(prose(file));
            while (link.find()) {
                Path target = link.group(1).isEmpty()
                        ? file
                        : file.resolveSibling(link.group(1)).normalize();
                if (!Files.exists(target)
                        || link.group(2) != null && !anchors(target).contains(link.group(2))) {
                    broken.add(Snippet.root().relativize(file) + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void showsEveryPictureAndNoOther() throws Exception {
        Set<Path> shown = new TreeSet<>();
        for (Path file : pages()) {
            Matcher picture = PICTURE.matcher(prose(file));
            while (picture.find()) {
                shown.add(file.resolveSibling(picture.group(1)).normalize());
            }
        }
        try (Stream<Path> pictures = Files.list(Snippet.root().resolve("docs/images"))) {
            assertEquals(new TreeSet<>(pictures.map(Path::normalize).toList()), shown);
        }
    }

    @Test
    void theTestsThatAreNamedExist() throws Exception {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> files = Files.walk(Snippet.root().resolve("src/test/java"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path file : pages()) {
            Matcher test = TEST.matcher(prose(file));
            while (test.find()) {
                named++;
                String source = tests.get(test.group(1));
                if (source == null || test.group(2) != null && !source.contains(" " + test.group(2) + "(")) {
                    missing.add(Snippet.root().relativize(file) + ": " + test.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 30, "only " + named);
    }

    private static List<Path> pages() throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> top = Files.list(Snippet.root());
                Stream<Path> docs = Files.walk(Snippet.root().resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(f -> f.getFileName().toString().endsWith(".md"))
                    .forEach(all::add);
        }
        return all;
    }

    /** Without fenced blocks. */
    private static String prose(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?ms)^\\s*```.*?^\\s*```$", "");
    }

    private static Set<String> anchors(Path file) throws IOException {
        Set<String> all = new HashSet<>();
        prose(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .forEach(all::add);
        return all;
    }
}
