package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "simulate",
        description = "Serve two simulated AWS accounts on 127.0.0.1 until stopped.",
        sortOptions = false,
        footer = {
            "",
            "Prints what a client needs: as export lines for a shell, or with --json as one line of JSON.",
            "",
            "Example:",
            "  codedeploy-tools simulate --speed 10 > simulated.sh &",
            "  source simulated.sh"
        })
final class SimulateCommand extends EngineCommand {
    @Option(names = "--port", defaultValue = "0", description = "port; default: a free port")
    private int port;

    @Option(
            names = "--folder",
            description = "directory for the instances' files, which is kept; default: a temporary directory")
    private Path folder;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "speed relative to real time (default: ${DEFAULT-VALUE})")
    private double speed;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        if (port < 0 || port > 65_535) {
            throw new InvalidInputException("port", Text.of("engine.port", port));
        }
        SimulatedAws.Builder builder = SimulatedAws.builder().port(port);
        if (folder != null) {
            builder.folder(folder.toAbsolutePath());
        }
        Landscape landscape = start(builder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(landscape, console)));
        if (console.isJson()) {
            console.result(landscape.describe());
        } else {
            landscape.exports().forEach(console::output);
        }
        console.progress("Serving on " + landscape.aws().endpoint() + " until stopped (Ctrl-C).");
        Thread.currentThread().join();
        throw new IllegalStateException("this thread is never interrupted");
    }

    private Landscape start(SimulatedAws.Builder builder) throws IOException {
        try {
            return Landscape.start(builder, speed);
        } catch (BindException e) {
            throw new InvalidInputException("port", Text.of("engine.port.taken", port, e.getMessage()));
        }
    }

    private static void close(Landscape landscape, Console console) {
        try {
            landscape.close();
        } catch (IOException e) {
            console.progress("Could not delete the temporary directory: " + e.getMessage());
        }
    }
}
