package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the agent's language starts a script: its path is a command line. One with characters that mean something to a
 * shell goes to {@code sh}, another is cut at its blanks.
 */
final class ScriptCommand {
    private static final String SHELL_CHARACTERS = "*?{}[]<>()~&|\\$;'`\"\n#";
    private static final int SHEBANG = 256;

    private final Disk disk;
    private final String file;

    /** @param file on the instance */
    ScriptCommand(@NonNull Disk disk, @NonNull String file) {
        this.disk = disk;
        this.file = file;
    }

    /** @throws AgentFailure where the operating system would not start it */
    @NonNull
    List<String> words(@NonNull AppSpecFile.Script script) throws AgentFailure, IOException {
        String user = script.runAs();
        if (user != null) {
            return asUser(user);
        }
        if (file.chars().anyMatch(c -> SHELL_CHARACTERS.indexOf(c) >= 0)) {
            return List.of("sh", "-c", shellPath());
        }
        List<String> words = new ArrayList<>(List.of(file.split("[ \t]+")));
        String program = words.get(0);
        Path path = disk.walked(program);
        String problem = problem(path);
        if (problem != null) {
            throw new AgentFailure(
                    "ScriptFailed", script.location(), script.prefix() + " failed with error " + problem + program);
        }
        Path link = disk.entry(program);
        words.set(0, (Files.exists(link) ? link : path).toString());
        if (!isBinary(head(path)) && !head(path).startsWith("#!")) {
            words.add(0, "/bin/sh");
        }
        return words;
    }

    /** {@code su} starts a shell, whose exit codes are returned. The script itself runs as the user of the simulation. */
    private List<String> asUser(String user) {
        if (!user.isEmpty() && !new Users(disk).hasUser(user)) {
            String complaint =
                    "su: user " + user + " does not exist or the user entry does not contain all the required fields";
            return List.of("sh", "-c", "echo \"$0\" >&2; exit 1", complaint);
        }
        return List.of("bash", "-c", shellPath());
    }

    /** The root is not the AppSpec's: nothing in it means anything to the shell. */
    private String shellPath() {
        return "'" + disk.root().toString().replace("'", "'\\''") + "'" + file;
    }

    /** What the kernel says, such as for an interpreter whose name ends with a carriage return. */
    @CheckForNull
    private static String problem(Path program) throws IOException {
        if (!Files.exists(program)) {
            return "Errno::ENOENT with message No such file or directory - ";
        }
        if (Files.isDirectory(program) || !Files.isExecutable(program)) {
            return "Errno::EACCES with message Permission denied - ";
        }
        String head = head(program);
        if (!head.startsWith("#!")) {
            return null;
        }
        String line = head.substring(2).split("\n", 2)[0];
        String interpreter = line.replaceFirst("^[ \t]+", "").split("[ \t]", 2)[0];
        return interpreter.isEmpty() || Files.exists(Path.of(interpreter))
                ? null
                : "Errno::ENOENT with message No such file or directory - ";
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(SHEBANG), StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean isBinary(String head) {
        return head.startsWith("\u007fELF\u0002") || head.startsWith("\u00cf\u00fa\u00ed\u00fe");
    }
}
