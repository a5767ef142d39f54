package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Compares a push of the engine with {@code aws deploy push}, alternately. In Jenkins, the engine runs in existing JVMs,
 * while the AWS CLI is a new process; the engine in a new process is measured as well.
 */
public final class PushBench {
    private static final String THEIRS = "`aws deploy push`";

    private final BenchEnvironment ground;
    private final int runs;
    private final Consumer<String> progress;

    private PushBench(BenchEnvironment ground, int runs, Consumer<String> progress) {
        this.ground = ground;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * @param main the class with our command line
     * @param here the same within this JVM: arguments to standard output
     * @param scale of the sizes; 1 is 20,000 files of 1 GiB, and one file of 500 MiB
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
            throws IOException, InterruptedException {
        Path tree = SampleTree.mixed(folder.resolve("tree"), (int) (20_000 * scale), (long) (scale * (1 << 30)));
        Path archive = SampleTree.incompressible(folder.resolve("archive"), (long) (scale * (500 << 20)));
        try (BenchEnvironment ground = new BenchEnvironment(aws, main, here, folder)) {
            PushBench bench = new PushBench(ground, runs, progress);
            List<Measure> all = new ArrayList<>();
            all.addAll(bench.first("push of a tree", tree, 0.30));
            all.addAll(bench.again("push of a tree that is in the bucket", tree, 0.05));
            all.addAll(bench.first("push of one incompressible file", archive, 0.15));
            return all;
        }
    }

    private List<Measure> first(String work, Path source, double aim) throws IOException, InterruptedException {
        Rows rows = new Rows(work, aim);
        // the first run warms compiler and disk cache, and does not count
        for (int run = 0; run <= runs; run++) {
            String name = source.getFileName() + "-" + run;
            Child.Done mine = ground.ourPushHere(source, "bench/" + name, "--force");
            Child.Done started = ground.ourPush(source, "bench/" + name + "-started", "--force");
            if (!BenchEnvironment.uploaded(mine) || !BenchEnvironment.uploaded(started)) {
                throw new IllegalStateException("nothing was sent");
            }
            rows.add(run, mine.seconds(), started.seconds(), ground.theirPush(source, name + ".zip"));
        }
        return rows.measures(THEIRS);
    }

    /** As a job does that has pushed these bytes before and trusts what it finds under their name. */
    private List<Measure> again(String work, Path source, double aim) throws IOException, InterruptedException {
        Rows rows = new Rows(work, aim);
        String name = source.getFileName() + "-" + runs;
        for (int run = 0; run <= runs; run++) {
            Child.Done mine = ground.ourPushHere(source, "bench/" + name, "--reuse");
            Child.Done started = ground.ourPush(source, "bench/" + name, "--reuse");
            if (BenchEnvironment.uploaded(mine) || BenchEnvironment.uploaded(started)) {
                throw new IllegalStateException("it was sent again");
            }
            rows.add(run, mine.seconds(), started.seconds(), ground.theirPush(source, name + ".zip"));
        }
        return rows.measures(THEIRS + " again");
    }

    /** Seconds of one work. */
    private final class Rows {
        private final String work;
        private final double aim;
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> started = new ArrayList<>();
        private final List<Double> theirs = new ArrayList<>();

        Rows(String work, double aim) {
            this.work = work;
            this.aim = aim;
        }

        void add(int run, double mine, double mineStarted, double their) {
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s, run %d: ours %.1f s, as a process %.1f s, theirs %.1f s",
                    work,
                    run,
                    mine,
                    mineStarted,
                    their));
            if (run > 0) {
                ours.add(mine);
                started.add(mineStarted);
                theirs.add(their);
            }
        }

        List<Measure> measures(String against) {
            double their = Measure.median(theirs);
            return List.of(
                    new Measure(work, against, Measure.median(ours), their, "s", aim),
                    new Measure(work + ", as a process", against, Measure.median(started), their, "s", Double.NaN));
        }
    }
}
