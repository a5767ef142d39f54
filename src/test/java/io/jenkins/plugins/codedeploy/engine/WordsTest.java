package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that people read are plain American technical English. */
class WordsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();
    private static final String RESOURCES = "src/main/resources/io/jenkins/plugins/codedeploy/";

    /** Words and phrases that a native speaker does not use, as regular expressions. */
    private static final List<String> BANNED = List.of(
            "mend(?:s|ed|ing)?",
            "nobody(?:'?'s)?",
            "somebody(?:'?'s)?",
            "who(?:so)?ever",
            "told apart",
            "is none of",
            "given were",
            "yet to be made",
            "(?:is|are) wanted",
            "longer than nothing",
            "asked (?:by|as) \\{\\d}",
            "is to be assumed",
            "nothing runs",
            "goes on without",
            "counted only",
            "error within",
            "waiting on:",
            "a mark of its own",
            "which undoes",
            "set to be a failure",
            "takes no files",
            "write 10 for ten",
            "an answer came",
            "nothing to sign with",
            "no grant helps",
            "speaks of",
            "asked to stop too late",
            "has taken note",
            "have AWS called",
            "own words",
            "was quicker",
            "must not hang on",
            "not looked at",
            "look whether",
            "very same",
            "time-outs?",
            "code of an AWS region",
            "behaviour",
            "colour");

    private static final Pattern BAD = Pattern.compile(
            BANNED.stream().collect(Collectors.joining("|", "(?<![\\w-])(?:", ")(?![\\w-])")),
            Pattern.CASE_INSENSITIVE);

    /** Code samples in Markdown, and tags and expressions in help pages and Jelly, are not prose. */
    private static final Pattern NOT_PROSE = Pattern.compile("`[^`]*`|<code>[^<]*</code>|<!--.*?-->|]\\([^)]*\\)");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

    /**
     * Files that are rewritten independently of this test. An entry is a file or, with a slash at its end, a directory.
     * Entries are removed as their texts are rewritten.
     */
    private static final Set<String> REWRITTEN_ELSEWHERE = Set.of();

    @Test
    void noTextHasABannedWord() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (Path file : texts()) {
            String name = ROOT.relativize(file).toString().replace('\\', '/');
            if (REWRITTEN_ELSEWHERE.stream().anyMatch(e -> e.endsWith("/") ? name.startsWith(e) : name.equals(e))) {
                continue;
            }
            files++;
            boolean java = name.endsWith(".java");
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (String bad : bad(java ? literals(lines.get(i)) : prose(name, lines.get(i)))) {
                    found.add(name + ":" + (i + 1) + ": " + bad);
                }
            }
        }
        assertTrue(files > 10, "the search finds texts");
        assertEquals(List.of(), found);
    }

    /** The search itself has to be able to fail. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Aborted before a deployment was created: nothing runs.",
                "Nobody waits for it any longer",
                "What mends it",
                "Exactly one of {0} is wanted.",
                "{0} failed on {1}, asked by {2}.",
                "The time-out of {0} is over"
            })
    void findsWhatItIsLookingFor(String text) {
        assertEquals(1, bad(text).size(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Recommended", "the timeout of 5 s", "amended", "unwanted", "wait-for-whoever"})
    void leavesOtherWordsAlone(String text) {
        assertEquals(List.of(), bad(text));
    }

    private static List<Path> texts() throws IOException {
        List<Path> all = new ArrayList<>();
        all.addAll(walk("src/main/resources", "properties", "html", "jelly"));
        all.addAll(walk("src/cli/java", "java"));
        all.addAll(walk("docs", "md"));
        for (String document : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
            all.add(ROOT.resolve(document));
        }
        return all;
    }

    private static List<Path> walk(String folder, String... types) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file ->
                            Stream.of(types).anyMatch(type -> file.toString().endsWith("." + type)))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> bad(String text) {
        List<String> found = new ArrayList<>();
        Matcher m = BAD.matcher(text);
        while (m.find()) {
            found.add(m.group().toLowerCase(Locale.ROOT));
        }
        return found;
    }

    private static String literals(String line) {
        StringBuilder all = new StringBuilder();
        Matcher m = LITERAL.matcher(line);
        while (m.find()) {
            all.append(m.group(1)).append('\n');
        }
        return all.toString();
    }

    private static String prose(String name, String line) {
        if (name.endsWith(".properties")) {
            return line.substring(line.indexOf('=') + 1);
        }
        return NOT_PROSE.matcher(line).replaceAll(" ");
    }
}
