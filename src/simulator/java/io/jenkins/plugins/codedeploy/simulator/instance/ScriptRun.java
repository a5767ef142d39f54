package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One script of a hook, as a process of its own. */
final class ScriptRun {
    private final AppSpecFile.Script script;
    private final ScriptLog log;

    ScriptRun(@NonNull AppSpecFile.Script script, @NonNull ScriptLog log) {
        this.script = script;
        this.log = log;
    }

    /** @throws AgentFailure unless it exits with 0 within its time */
    void run(@NonNull Path file, @NonNull Path folder, @NonNull Map<String, String> environment)
            throws IOException, InterruptedException, AgentFailure {
        Instant limit = Instant.now().plusSeconds(script.timeout());
        // Through bash, for a script without a shebang line, which the kernel alone refuses.
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", "exec \"$0\"", file.toString());
        builder.directory(folder.toFile()).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread output = reader(process.getInputStream(), "[stdout]");
        Thread errors = reader(process.getErrorStream(), "[stderr]");
        try {
            if (!process.waitFor(left(limit), TimeUnit.MILLISECONDS)) {
                throw new AgentFailure(
                        "ScriptTimedOut",
                        script.location(),
                        "Script at specified location: " + script.location() + " failed to complete in "
                                + script.timeout() + " seconds");
            }
            // A child that outlives its script, output still open, holds the agent up until the script's time is over.
            requireClosed(output, limit, "STDOUT");
            requireClosed(errors, limit, "STDERR");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new AgentFailure(
                    "ScriptFailed",
                    script.location(),
                    script.prefix() + " failed with exit code " + process.exitValue());
        }
    }

    private void requireClosed(Thread reader, Instant limit, String name) throws InterruptedException, AgentFailure {
        reader.join(left(limit));
        if (reader.isAlive()) {
            throw new AgentFailure(
                    "UnknownError",
                    script.location(),
                    "Script at specified location: " + script.location() + " failed to close " + name);
        }
    }

    private static long left(Instant limit) {
        return Math.max(1, Duration.between(Instant.now(), limit).toMillis());
    }

    private Thread reader(InputStream stream, String prefix) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            log.add(prefix + line);
                        }
                    } catch (IOException e) {
                        // The process was ended while it wrote: there is no more to read.
                        return;
                    }
                },
                "simulated-script-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
