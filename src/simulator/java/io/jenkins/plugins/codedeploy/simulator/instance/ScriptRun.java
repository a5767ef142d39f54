package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One script of a hook, as a process of its own. */
final class ScriptRun {
    private static final int SIGNALLED = 128;

    private final AppSpecFile.Script script;
    private final ScriptLog log;
    private final Disk disk;

    ScriptRun(@NonNull AppSpecFile.Script script, @NonNull ScriptLog log, @NonNull Disk disk) {
        this.script = script;
        this.log = log;
        this.disk = disk;
    }

    /**
     * @param file on the instance
     * @param workspace a folder for the pipes, and for what the shell says of a script that a signal ended
     * @throws AgentFailure unless it exits with 0 within its time
     */
    void run(@NonNull String file, @NonNull Path workspace, @NonNull Map<String, String> environment)
            throws IOException, InterruptedException, AgentFailure {
        List<String> command = new ScriptCommand(disk, file).words(script);
        Path notice = workspace.resolve("notice");
        OutputPipe output = OutputPipe.open(workspace.resolve("stdout"), line -> log.add("[stdout]", line));
        OutputPipe errors = OutputPipe.open(workspace.resolve("stderr"), line -> log.add("[stderr]", line));
        Instant limit = Instant.now().plusSeconds(script.timeout());
        // Java tells a signal by an exit code, like a shell. Only the shell's notice says which of the two it was.
        List<String> words = new ArrayList<>(
                List.of("/bin/bash", "-c", "exec 3>&2 2>\"$0\"; \"$@\" 2>&3 3>&-; exit $?", notice.toString()));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        // The agent's working directory is /, and so is its scripts'.
        builder.directory(disk.root().toFile()).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectOutput(output.file()).redirectError(errors.file());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(left(limit), TimeUnit.MILLISECONDS)) {
                output.ignore();
                errors.ignore();
                end(process);
            }
            // A child that outlives its script, output still open, holds the agent up until the script's time is over.
            requireClosed(output, limit, "STDOUT");
            requireClosed(errors, limit, "STDERR");
        } finally {
            output.ignore();
            errors.ignore();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        int code = process.exitValue();
        if (code != 0) {
            boolean killed = code > SIGNALLED && Files.size(notice) > 0 && script.runAs() == null;
            throw new AgentFailure(
                    "ScriptFailed",
                    script.location(),
                    script.prefix() + " failed with exit code " + (killed ? "" : code));
        }
    }

    /** A script that is out of time is asked to end, with its children. The agent then waits until it has. */
    private void end(Process process) throws InterruptedException, AgentFailure {
        process.descendants().forEach(ProcessHandle::destroy);
        process.waitFor();
        throw new AgentFailure(
                "ScriptTimedOut",
                script.location(),
                "Script at specified location: " + script.location() + " failed to complete in " + script.timeout()
                        + " seconds");
    }

    private void requireClosed(OutputPipe pipe, Instant limit, String name) throws InterruptedException, AgentFailure {
        if (!pipe.awaitEnd(left(limit))) {
            throw new AgentFailure(
                    "UnknownError",
                    script.location(),
                    "Script at specified location: " + script.location() + " failed to close " + name);
        }
    }

    private static long left(Instant limit) {
        return Math.max(1, Duration.between(Instant.now(), limit).toMillis());
    }
}
