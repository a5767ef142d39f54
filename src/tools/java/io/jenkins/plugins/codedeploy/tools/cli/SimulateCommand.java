package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.tools.aws.SimulatedAws;
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
        SimulatedAws.Builder builder = SimulatedAws.builder().port(port);
        if (folder != null) {
            builder.folder(folder.toAbsolutePath());
        }
        Landscape landscape = Landscape.start(builder, speed);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(landscape, console)));
        console.result(landscape.describe());
        console.progress("Serving on " + landscape.aws().endpoint() + " until stopped (Ctrl-C).");
        Thread.currentThread().join();
        throw new IllegalStateException("nobody ends this thread");
    }

    private static void close(Landscape landscape, Console console) {
        try {
            landscape.close();
        } catch (java.io.IOException e) {
            console.progress("The temporary folder was not deleted: " + e.getMessage());
        }
    }
}
