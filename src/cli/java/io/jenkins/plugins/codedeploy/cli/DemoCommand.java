package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Demonstrate deployments across two simulated accounts: push, deploy, promote, a failure with its"
                + " cause and rollback, a refusal with its fix, and a restart in the middle.",
        footer = {
            "",
            "Needs no AWS account, no credentials and no network. Takes about 20 seconds.",
            "",
            "Example:",
            "  codedeploy-tools demo"
        })
final class DemoCommand extends EngineCommand {
    @Option(
            names = "--folder",
            description =
                    "empty folder in which the deployed files are kept; default: a temporary folder, which is deleted")
    private Path folder;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        console.progress(
                "Starting two simulated AWS accounts: source " + Accounts.SOURCE + " with Jenkins' credentials and"
                        + " the bucket, target " + Accounts.TARGET + " with the CodeDeploy application …");
        long begun = System.nanoTime();
        Path files = folder == null ? Files.createTempDirectory("codedeploy-demo") : folder.toAbsolutePath();
        Thread interrupted = new Thread(
                () -> {
                    console.progress("Interrupted. The simulated accounts are gone, with everything in them.");
                    clean(files);
                },
                "codedeploy-demo-end");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            Path workspace = SampleApplication.writeTo(Files.createDirectories(files.resolve("workspace")));
            SimulatedAws.Builder builder = SimulatedAws.builder().folder(files.resolve("aws"));
            boolean good;
            try (Landscape landscape = Landscape.start(builder, DemoScenes.PACE)) {
                good = new DemoScenes(console, result, landscape, workspace, folder != null).play();
            }
            result.put("seconds", seconds(begun));
            next(console, good, seconds(begun));
            return good ? Console.SUCCESS : Console.NOT_SUCCESSFUL;
        } finally {
            clean(files);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private void next(Console console, boolean good, double seconds) {
        console.progress("");
        console.progress(
                (good ? "Everything went as described" : "Something did not go as described above") + ", in " + seconds
                        + " s. "
                        + (folder == null
                                ? "The temporary files have been deleted; --folder DIR keeps them."
                                : "The deployed files are in " + folder + "."));
        for (String line : List.of(
                "Next:",
                "  your own accounts   docs/setup.md",
                "  in a Pipeline       docs/steps.md",
                "  this tool           docs/command-line.md")) {
            console.progress(line);
        }
    }

    /** Deletes only what the demo made itself. */
    private void clean(Path files) {
        if (folder != null) {
            return;
        }
        try (Stream<Path> all = Files.walk(files)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // still written to, or gone already; it is in the temporary directory
        }
    }
}
