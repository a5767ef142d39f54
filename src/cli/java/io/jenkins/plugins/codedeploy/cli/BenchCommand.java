package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.bench.LatencyBench;
import io.jenkins.plugins.codedeploy.cli.bench.LimitBench;
import io.jenkins.plugins.codedeploy.cli.bench.LineBench;
import io.jenkins.plugins.codedeploy.cli.bench.Measure;
import io.jenkins.plugins.codedeploy.cli.bench.MemoryBench;
import io.jenkins.plugins.codedeploy.cli.bench.ObserverBench;
import io.jenkins.plugins.codedeploy.cli.bench.PushBench;
import io.jenkins.plugins.codedeploy.cli.bench.TenantsBench;
import io.jenkins.plugins.codedeploy.simulator.Folders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        description = "Benchmark the engine against alternative tools, on simulated accounts.",
        sortOptions = false,
        footer = {"", "Needs no credentials.", "", "Example:", "  codedeploy-tools bench --runs 5"})
final class BenchCommand extends EngineCommand {
    /** The benchmarks. */
    enum Subject {
        /** Pushes, compared with {@code aws deploy push}. */
        PUSH,
        /** Pushes over lines of several speeds, compared with the longer of packing and sending. */
        LINE,
        /** Bundling, compared with compression alone. */
        LIMIT,
        MEMORY,
        /** Calls and memory for a thousand tracked deployments. */
        OBSERVER,
        /** One tenant while the endpoints of other tenants do not respond. */
        TENANTS,
        /** Latency in real time, which takes ten minutes. */
        LATENCY
    }

    @Parameters(arity = "0..*", description = "benchmarks to run: ${COMPLETION-CANDIDATES} (default: all)")
    private List<Subject> subjects = List.of(Subject.values());

    @Option(
            names = "--runs",
            defaultValue = "3",
            description = "runs of each benchmark after one warm-up run (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--scale", defaultValue = "1", description = "factor for all sizes (default: ${DEFAULT-VALUE})")
    private double scale;

    @Option(
            names = "--aws",
            defaultValue = "aws",
            description = "command that starts the AWS CLI (default: ${DEFAULT-VALUE})")
    private String aws;

    /** Runs this command line in this JVM and returns its standard output. */
    private static String here(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        if (exit != Console.SUCCESS) {
            throw new IllegalStateException(err.toString());
        }
        return out.toString();
    }

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        List<Measure> all = new ArrayList<>();
        for (Subject subject : subjects) {
            Path folder = Files.createTempDirectory("codedeploy-bench");
            try {
                all.addAll(
                        switch (subject) {
                            case PUSH ->
                                PushBench.run(
                                        aws, Main.class, BenchCommand::here, folder, scale, runs, console::progress);
                            case LINE ->
                                LineBench.run(
                                        aws, Main.class, BenchCommand::here, folder, scale, runs, console::progress);
                            case LIMIT -> List.of(LimitBench.run(folder, scale, runs, console::progress));
                            case MEMORY -> List.of(MemoryBench.run(folder, scale, console::progress));
                            case OBSERVER -> ObserverBench.run(scale, console::progress);
                            case TENANTS -> TenantsBench.run(runs, console::progress);
                            case LATENCY -> LatencyBench.run(aws, 10, console::progress);
                        });
            } finally {
                Folders.delete(folder);
            }
        }
        console.lines(Measure.head());
        ArrayNode measures = result.putArray("measures");
        for (Measure measure : all) {
            console.progress(measure.row());
            measures.addObject()
                    .put("work", measure.work())
                    .put("against", measure.against())
                    .put("ours", measure.ours())
                    .put("theirs", measure.theirs())
                    .put("unit", measure.unit())
                    .put("ratio", measure.ratio())
                    .put("aim", Double.isNaN(measure.aim()) ? null : measure.aim());
        }
        return all.stream().allMatch(Measure::isMet) ? Console.SUCCESS : Console.NOT_SUCCESSFUL;
    }
}
