package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of {@code docs/troubleshooting.md}: a row for each misconfiguration, with what has really fixed it. */
final class TroubleshootingTable {
    private static final Path FILE = Path.of(System.getProperty("project.root", ".."), "docs/troubleshooting.md");

    private TroubleshootingTable() {}

    static List<String> rows() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.endsWith(") |"))
                .toList();
    }

    /** Keys of the table of what is not the setup's fault. */
    static List<String> symptoms() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        return lines.subList(lines.indexOf("## Errors that the setup does not cause"), lines.size()).stream()
                .filter(line -> line.matches("\\| `[^`]+` \\|.*"))
                .map(line -> line.substring(3, line.indexOf("` |")))
                .toList();
    }

    /** Of checks, in the table of what their statuses mean. */
    static List<String> statuses() throws IOException {
        List<String> symptoms = symptoms();
        return Files.readAllLines(FILE).stream()
                .filter(line -> !line.endsWith(") |") && line.matches("\\| `[A-Z_]+` \\|.*"))
                .map(line -> line.split("`")[1])
                .filter(word -> !symptoms.contains(word))
                .toList();
    }

    static void has(Misconfiguration wrong, List<Remedy> fixed) throws IOException {
        String row = row(wrong, fixed);
        assertTrue(rows().contains(row), () -> FILE + " lacks the row\n" + row);
    }

    private static String row(Misconfiguration wrong, List<Remedy> fixed) {
        String fixes =
                fixed.stream().map(TroubleshootingTable::words).distinct().collect(Collectors.joining(", "));
        String seen = "`" + wrong.check().id() + "` "
                + wrong.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| `" + String.join(" … ", wrong.said()) + "` | " + wrong.name() + " | "
                + (wrong.step() == 0 ? "–" : wrong.step()) + " | "
                + (MisconfigurationsTest.BEYOND_PREFLIGHT.contains(wrong.name()) ? "–" : seen) + " | " + fixes
                + " | [AWS](" + wrong.source() + ") |";
    }

    private static String words(Remedy remedy) {
        return switch (remedy.kind()) {
            case ADD_TO_BUCKET_POLICY -> "bucket policy";
            case ADD_TO_TRUST_POLICY -> "trust policy of " + whose(remedy.resource());
            case ADD_TO_KEY_POLICY -> "key policy";
            case ATTACH_POLICY -> "policy of " + whose(remedy.resource());
            case ADD_TO_BOUNDARY -> "boundary of " + whose(remedy.resource());
            case REMOVE_DENIAL ->
                "remove the denial from "
                        + (remedy.resource().contains(":s3:") ? "the bucket policy" : whose(remedy.resource()));
            case SETTING, ASK, GIVE -> "setting `" + remedy.resource() + "`";
            case ADD_PRINCIPAL -> "trust policy of " + whose(remedy.resource());
            case LIFT_CONDITION -> "condition in the trust policy of " + whose(remedy.resource());
            case TAG -> "tags of the instances";
            case COMMAND ->
                "`"
                        + List.of(remedy.content().split(" ")).subList(0, 3).stream()
                                .collect(Collectors.joining(" "))
                        + "`";
        };
    }

    private static String whose(String arn) {
        return switch (arn) {
            case BuiltAccounts.USER -> "the source account's identity";
            case BuiltAccounts.ROLE -> "the cross-account role";
            case BuiltAccounts.INSTANCES -> "the instances' role";
            case BuiltAccounts.SERVICE -> "the service role";
            default -> arn;
        };
    }
}
