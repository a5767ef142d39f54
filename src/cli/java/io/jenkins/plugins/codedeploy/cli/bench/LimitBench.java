package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** Compares bundling with its theoretical limit: all cores compressing data that is already in memory. */
public final class LimitBench {
    /** As the engine packs. */
    private static final int LEVEL = 2;

    private static final int OUTPUT = 1 << 16;

    private LimitBench() {}

    /** @param scale of the sizes; 1 is 5,000 files of 256 MiB */
    @NonNull
    public static Measure run(@NonNull Path folder, double scale, int runs, @NonNull Consumer<String> progress)
            throws IOException, InterruptedException, EngineException {
        Path tree = SampleTree.mixed(folder.resolve("limit"), (int) (5_000 * scale), (long) (scale * (256 << 20)));
        List<byte[]> contents = contents(tree);
        List<Double> ours = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            double packed = pack(tree);
            double limit = deflate(contents);
            progress.accept(String.format("bundling, run %d: ours %.2f s, limit %.2f s", run, packed, limit));
            // the first run warms the compiler
            if (run > 0) {
                ours.add(packed);
                limits.add(limit);
            }
        }
        return new Measure(
                "bundling", "compression on all cores", Measure.median(ours), Measure.median(limits), "s", 1.25);
    }

    private static List<byte[]> contents(Path tree) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static double pack(Path tree) throws IOException, InterruptedException, EngineException {
        LocalSourceHost host = new LocalSourceHost();
        SourceSpec source = new SourceSpec(tree.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        long begun = System.nanoTime();
        host.pack(source, Set.of(), null);
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double deflate(List<byte[]> contents) throws InterruptedException, IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(cores);
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        try {
            List<Future<Long>> workers = new ArrayList<>();
            for (int i = 0; i < cores; i++) {
                workers.add(pool.submit(() -> deflate(contents, next)));
            }
            for (Future<Long> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        } finally {
            pool.shutdownNow();
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** @return bytes made, so that nothing is optimised away */
    private static long deflate(List<byte[]> contents, AtomicInteger next) {
        Deflater deflater = new Deflater(LEVEL, true);
        byte[] out = new byte[OUTPUT];
        try {
            for (int i = next.getAndIncrement(); i < contents.size(); i = next.getAndIncrement()) {
                deflater.reset();
                deflater.setInput(contents.get(i));
                deflater.finish();
                while (!deflater.finished()) {
                    deflater.deflate(out);
                }
            }
            return deflater.getBytesWritten();
        } finally {
            deflater.end();
        }
    }
}
