package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that is timed from its start to its end, as a user would wait for it. */
final class Child {
    private Child() {}

    /**
     * @param seconds from start to end
     * @param output what it wrote to its standard output
     */
    record Done(double seconds, @NonNull String output) {
        @NonNull
        String lastLine() {
            List<String> lines = output.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    /** @throws IOException where it ends with anything but 0, with the end of what it said */
    static Done run(@NonNull List<String> command, @NonNull Map<String, String> environment)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("bench", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().putAll(environment);
            long begun = System.nanoTime();
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (exit != 0) {
                throw new IOException(command.get(0) + " ended with " + exit + ": " + Files.readString(errors));
            }
            return new Done(seconds, output);
        } finally {
            Files.delete(errors);
        }
    }

    /** A JVM of the version and with the class path of this one. */
    @NonNull
    static List<String> java(@NonNull List<String> options, @NonNull Class<?> main, @NonNull List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
