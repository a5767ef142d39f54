package io.jenkins.plugins.codedeploy.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every promise of docs/reliability.md stands beside a test, and that test is there. */
class ReliabilityMatrixTest {
    private static final Pattern REFERENCE = Pattern.compile("`(\\w+Test)\\.(\\w+)(?:\\[(\\w+)])?`");

    private static final Map<String, String> SOURCES = new HashMap<>();
    private static List<String> page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readAllLines(Snippet.root().resolve("docs/reliability.md"));
        try (Stream<Path> files = Files.walk(Snippet.root().resolve("src/test/java"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
                SOURCES.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
    }

    @Test
    void everyFaultHasATestForEveryMoment() {
        List<String[]> rows = table("## Fault by moment");
        int columns = rows.get(0).length;
        List<String> empty = new ArrayList<>();
        for (String[] row : rows.subList(1, rows.size())) {
            assertEquals(columns, row.length, row[0]);
            for (int column = 1; column < columns; column++) {
                if (!REFERENCE.matcher(row[column]).find()) {
                    empty.add(row[0] + " / " + rows.get(0)[column]);
                }
            }
        }
        assertEquals(List.of(), empty);
        assertEquals(7, columns);
        assertTrue(rows.size() > 12, rows.size() + " rows");
    }

    @Test
    void everyOtherPromiseHasATest() {
        List<String> empty = page.stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---") && !line.endsWith("Test |"))
                .filter(line -> !line.startsWith("| Fault |"))
                .filter(line -> {
                    String[] cells = cells(line);
                    return !REFERENCE.matcher(cells[cells.length - 1]).find();
                })
                .toList();
        assertEquals(List.of(), empty);
    }

    @Test
    void everyTestIsThere() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String line : page) {
            Matcher reference = REFERENCE.matcher(line);
            while (reference.find()) {
                found++;
                if (!isThere(reference.group(1), reference.group(2), reference.group(3))) {
                    missing.add(reference.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(found > 100, found + " references");
    }

    private static boolean isThere(String name, String method, String oneCase) {
        String source = SOURCES.getOrDefault(name, "");
        Matcher declared = Pattern.compile("@(?:Parameterized)?Test\\s[^;{}]*?\\bvoid " + method
                        + "\\(|@ParameterizedTest\\s" + "(?:[^;]*?)\\bvoid " + method + "\\(")
                .matcher(source);
        boolean isCase = oneCase == null
                || Pattern.compile("\\n\\s+" + oneCase + "\\b[^.]")
                        .matcher(source)
                        .find();
        return declared.find() && isCase;
    }

    private static List<String[]> table(String heading) {
        int at = page.indexOf(heading);
        assertTrue(at >= 0, heading);
        return page.subList(at, page.size()).stream()
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("| ---"))
                .map(ReliabilityMatrixTest::cells)
                .toList();
    }

    private static String[] cells(String line) {
        return line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
    }
}
