package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.PartSink;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Compares a push, which packs and sends at the same time, with the longer of packing alone and sending alone. */
public final class LineBench {
    private static final double AIM = 1.15;
    private static final long PART = 8 << 20;

    private final BenchEnvironment ground;
    private final SourceSpec tree;
    private final Path ready;
    private final int runs;
    private final Consumer<String> progress;

    private LineBench(BenchEnvironment ground, SourceSpec tree, Path ready, int runs, Consumer<String> progress) {
        this.ground = ground;
        this.tree = tree;
        this.ready = ready;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * @param main the class with our command line
     * @param here the same within this JVM: arguments to standard output
     * @param scale of the sizes; 1 is 8,000 files of 354 MiB
     */
    @SuppressWarnings("try")
    @NonNull
    public static List<Measure> run(
            @NonNull String aws,
            @NonNull Class<?> main,
            @NonNull Function<List<String>, String> here,
            @NonNull Path folder,
            double scale,
            int runs,
            @NonNull Consumer<String> progress)
            throws IOException, InterruptedException, EngineException {
        Path files = SampleTree.mixed(folder.resolve("tree"), (int) (8_000 * scale), (long) (scale * (354 << 20)));
        SourceSpec tree = new SourceSpec(files.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        Path ready = folder.resolve("ready.zip");
        try (FileChannel archive = FileChannel.open(ready, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            new LocalSourceHost().pack(tree, Set.of(), null, into(archive));
        }
        progress.accept(Files.size(ready) + " bytes are sent");
        List<Measure> all = new ArrayList<>();
        try (BenchEnvironment ground = new BenchEnvironment(aws, main, here, folder)) {
            LineBench bench = new LineBench(ground, tree, ready, runs, progress);
            all.add(bench.over("200 Mbit/s", 200e6));
            all.add(bench.over("1 Gbit/s", 1e9));
            all.add(bench.over("no limit", Double.POSITIVE_INFINITY));
        }
        return all;
    }

    private static PartSink into(FileChannel archive) {
        return (number, bytes, sha256, content) -> {
            ByteBuffer left = bytes.duplicate();
            for (long at = (number - 1) * PART; left.hasRemaining(); ) {
                at += archive.write(left, at);
            }
        };
    }

    private Measure over(String name, double bitsPerSecond) throws IOException, InterruptedException, EngineException {
        List<Double> packing = new ArrayList<>();
        List<Double> sending = new ArrayList<>();
        List<Double> both = new ArrayList<>();
        try (ShapedLine line = new ShapedLine(ground.endpoint(), bitsPerSecond)) {
            // the first run warms compiler and disk cache, and does not count
            for (int run = 0; run <= runs; run++) {
                double packs = pack();
                double sends = push(line, ready, name + run + "-ready");
                double pushes = push(line, Path.of(tree.path()), name + run);
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, run %d: packing %.2f s, sending %.2f s, both at once %.2f s",
                        name,
                        run,
                        packs,
                        sends,
                        pushes));
                if (run > 0) {
                    packing.add(packs);
                    sending.add(sends);
                    both.add(pushes);
                }
            }
        }
        boolean packsLonger = Measure.median(packing) > Measure.median(sending);
        return new Measure(
                "push of a tree over a line of " + name,
                packsLonger ? "packing alone" : "sending alone",
                Measure.median(both),
                Measure.median(packsLonger ? packing : sending),
                "s",
                AIM);
    }

    private double pack() throws IOException, InterruptedException, EngineException {
        LocalSourceHost host = new LocalSourceHost();
        long begun = System.nanoTime();
        host.pack(tree, Set.of(), host.digest(tree, Set.of()));
        return (System.nanoTime() - begun) / 1e9;
    }

    private double push(ShapedLine line, Path source, String prefix) throws IOException {
        Child.Done push = ground.ourPushHere(line.url(), source, "line/" + prefix.replaceAll("\\W+", "-"), "--force");
        if (!BenchEnvironment.uploaded(push)) {
            throw new IllegalStateException("nothing was sent");
        }
        return push.seconds();
    }
}
