package io.jenkins.plugins.codedeploy.tools.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A push of ours beside {@code aws deploy push}: whole processes, taking turns. */
public final class PushBench {
    private static final String THEIRS = "`aws deploy push`";

    private final Ground ground;
    private final int runs;
    private final Consumer<String> progress;

    private PushBench(Ground ground, int runs, Consumer<String> progress) {
        this.ground = ground;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * @param main the class with our command line
     * @param scale of the sizes; 1 is 20,000 files of 1 GiB, and one file of 500 MiB
     */
    @NonNull
    public static List<Measure> run(
            @NonNull String aws,
            @NonNull Class<?> main,
            @NonNull Path folder,
            double scale,
            int runs,
            @NonNull Consumer<String> progress)
            throws IOException, InterruptedException {
        Path tree = SampleTree.mixed(folder.resolve("tree"), (int) (20_000 * scale), (long) (scale * (1 << 30)));
        Path archive = SampleTree.incompressible(folder.resolve("archive"), (long) (scale * (500 << 20)));
        try (Ground ground = new Ground(aws, main, folder)) {
            PushBench bench = new PushBench(ground, runs, progress);
            List<Measure> all = new ArrayList<>();
            all.add(bench.first("push of a tree", tree, 0.30));
            all.add(bench.again(tree, 0.05));
            all.add(bench.first("push of one incompressible file", archive, 0.15));
            return all;
        }
    }

    private Measure first(String work, Path source, double aim) throws IOException, InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int run = 0; run <= runs; run++) {
            Child.Done mine = ground.ourPush(source, "bench/" + source.getFileName() + run, "--force");
            if (!Ground.uploaded(mine)) {
                throw new IllegalStateException("nothing was sent");
            }
            double their = ground.theirPush(source, source.getFileName() + "-" + run + ".zip");
            tell(work, run, mine.seconds(), their);
            // the first run warms the disk's cache
            if (run > 0) {
                ours.add(mine.seconds());
                theirs.add(their);
            }
        }
        return new Measure(work, THEIRS, Measure.median(ours), Measure.median(theirs), "s", aim);
    }

    private Measure again(Path source, double aim) throws IOException, InterruptedException {
        String work = "push of a tree that is in the bucket";
        String prefix = "bench/" + source.getFileName() + runs;
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            Child.Done mine = ground.ourPush(source, prefix, "--reuse");
            if (Ground.uploaded(mine)) {
                throw new IllegalStateException("it was sent again");
            }
            ours.add(mine.seconds());
            theirs.add(ground.theirPush(source, source.getFileName() + "-" + runs + ".zip"));
            tell(work, run, ours.get(run - 1), theirs.get(run - 1));
        }
        return new Measure(work, THEIRS + " again", Measure.median(ours), Measure.median(theirs), "s", aim);
    }

    private void tell(String work, int run, double ours, double theirs) {
        progress.accept(String.format("%s, run %d: ours %.1f s, theirs %.1f s", work, run, ours, theirs));
    }
}
