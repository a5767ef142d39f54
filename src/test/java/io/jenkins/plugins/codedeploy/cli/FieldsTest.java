package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A text never names a field that the reader's front end lacks. */
class FieldsTest {
    private static final Pattern IN_TEXT = Pattern.compile("\\[\\[(\\w+)");
    private static final Pattern IN_CODE = Pattern.compile(
            "(?:InvalidInputException|Remedies\\.(?:setting|ask|give)|FieldNames\\.reference|Inputs\\.\\w+|RoleArn\\.parse)"
                    + "\\(\\s*\"(\\w+)\"");
    private static final Pattern IN_FORM = Pattern.compile("field=\"(\\w+)\"");
    private static final Pattern HELP = Pattern.compile("help-(\\w+)\\.html");

    /** In Jenkins, the bucket is always in the deployment's Region; the others stand in an address or on the set-up page. */
    private static final Set<String> NOT_IN_FORMS =
            Set.of("bucketRegion", "bundleType", "sourceArn", "oidcIssuer", "oidcSubject", "oidcAudience");

    /** Target accounts, and so their guards, are Jenkins' alone. */
    private static final Set<String> NOT_ON_THE_COMMAND_LINE = Set.of("overrideWindow", "timeZone", "windows");

    @Test
    void theCommandLineHasAnOptionForEach() throws Exception {
        Set<String> options = new TreeSet<>();
        new CommandLine(new Main())
                .getSubcommands()
                .values()
                .forEach(command ->
                        options.addAll(command.getCommandSpec().optionsMap().keySet()));
        Set<String> missing = new TreeSet<>(fields());
        missing.removeAll(NOT_ON_THE_COMMAND_LINE);
        missing.removeIf(field -> options.contains(OptionNames.LANGUAGE.fields().name(field)));
        assertEquals(Set.of(), missing);
    }

    @Test
    void jenkinsHasAFieldOrAParameterForEach() throws Exception {
        Path resources = Snippet.root().resolve("src/main/resources");
        Set<String> known = new TreeSet<>(NOT_IN_FORMS);
        for (Path file : files(resources, ".jelly")) {
            known.addAll(found(IN_FORM, Files.readString(file)));
        }
        for (Path file : files(resources, ".html")) {
            known.addAll(found(HELP, file.getFileName().toString()));
        }
        Set<String> missing = new TreeSet<>(fields());
        missing.removeAll(known);
        assertEquals(Set.of(), missing);
    }

    private static Set<String> fields() throws IOException {
        Set<String> all = new TreeSet<>();
        String engine = "io/jenkins/plugins/codedeploy/engine";
        for (Path file : files(Snippet.root().resolve("src/main/resources").resolve(engine), ".properties")) {
            all.addAll(found(IN_TEXT, Files.readString(file)));
        }
        for (Path file : files(Snippet.root().resolve("src/main/java").resolve(engine), ".java")) {
            all.addAll(found(IN_CODE, Files.readString(file)));
        }
        assertTrue(all.size() > 30, all.toString());
        return all;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
