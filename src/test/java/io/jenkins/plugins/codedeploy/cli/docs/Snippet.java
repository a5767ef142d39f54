package io.jenkins.plugins.codedeploy.cli.docs;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
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

/**
 * A fenced block of README or docs. Comments right above it say what a reader need not see: {@code <!-- name: value -->}.
 *
 * @param language as the fence has it; blank for what is no source, output for instance
 * @param marks by name, such as {@code not run}, with its reason
 */
public record Snippet(
        @NonNull Path file,
        int line,
        @NonNull String language,
        @NonNull Map<String, String> marks,
        @NonNull String text) {
    public static final String NOT_RUN = "not run";

    private static final Pattern MARK = Pattern.compile("<!-- ([a-z ]+): (.+) -->");
    private static final Pattern FENCE = Pattern.compile("(\\s*)```(\\w*).*");

    /** Where README.md and docs are, whichever of the two builds runs. */
    @NonNull
    public static Path root() {
        return Path.of(System.getProperty("project.root", ".")).toAbsolutePath().normalize();
    }

    /** Of README, CONTRIBUTING and docs, those in a language. */
    @NonNull
    public static List<Snippet> all(@NonNull String language) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> top = Files.list(root());
                Stream<Path> docs = Files.walk(root().resolve("docs"))) {
            Stream.concat(top, docs)
                    .filter(file -> file.getFileName().toString().endsWith(".md"))
                    .sorted()
                    .forEach(files::add);
        }
        List<Snippet> found = new ArrayList<>();
        for (Path file : files) {
            in(file).stream().filter(s -> s.language().equals(language)).forEach(found::add);
        }
        return found;
    }

    @NonNull
    static List<Snippet> in(@NonNull Path file) throws IOException {
        List<Snippet> found = new ArrayList<>();
        Map<String, String> marks = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            Matcher fence = FENCE.matcher(lines.get(i));
            Matcher mark = MARK.matcher(lines.get(i).strip());
            if (mark.matches()) {
                marks.put(mark.group(1), mark.group(2));
            } else if (fence.matches()) {
                int first = i + 1;
                String indent = fence.group(1);
                StringBuilder text = new StringBuilder();
                for (i++; !lines.get(i).strip().equals("```"); i++) {
                    String line = lines.get(i);
                    text.append(line.startsWith(indent) ? line.substring(indent.length()) : line)
                            .append('\n');
                }
                found.add(new Snippet(file, first, fence.group(2), Map.copyOf(marks), text.toString()));
                marks.clear();
            } else {
                marks.clear();
            }
        }
        return found;
    }

    /** Null where the block is not marked so. */
    @CheckForNull
    public String mark(@NonNull String name) {
        return marks.get(name);
    }

    public boolean isRun() {
        return !marks.containsKey(NOT_RUN);
    }

    /** Where it stands, for people. */
    @Override
    public String toString() {
        return root().relativize(file) + ":" + line;
    }
}
