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
        description = "Serve two simulated AWS accounts on 127.0.0.1 until stopped. The first line of output is JSON.",
        sortOptions = false)
final class SimulateCommand extends EngineCommand {
    @Option(names = "--port", defaultValue = "0", description = "default: a free one")
    private int port;

    @Option(names = "--folder", description = "for the instances' files; kept at the end; default: a temporary one")
    private Path folder;

    @Option(names = "--speed", defaultValue = "1", description = "how much faster than AWS (default: ${DEFAULT-VALUE})")
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
        console.result(landscape.describe());
        console.progress("Serving on " + landscape.aws().endpoint() + " until stopped (Ctrl-C).");
        Thread.currentThread().join();
        throw new IllegalStateException("nobody ends this thread");
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
            console.progress("The temporary folder was not deleted: " + e.getMessage());
        }
    }
}
