package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a bundling agent holds in memory, with {@code -Xmx128m}: for a large source, and for one a thousandth of it. */
public final class MemoryBench {
    private static final int FILES = 1_000;
    private static final double MIB = 1 << 20;
    /** In MiB. */
    private static final double MORE = 32;

    private MemoryBench() {}

    /** @param scale of the large one; 1 is 10 GiB */
    @NonNull
    public static Measure run(@NonNull Path folder, double scale, @NonNull Consumer<String> progress)
            throws IOException, InterruptedException {
        Path large = SampleTree.linked(folder.resolve("large"), FILES, (long) (scale * 10 * 1024 * MIB / FILES));
        Path small = SampleTree.linked(folder.resolve("small"), FILES, (long) (10 * MIB / FILES));
        double ofSmall = most(small);
        double ofLarge = most(large);
        progress.accept(
                String.format("bundling with -Xmx128m: %.1f MiB, for 10 MiB of files %.1f MiB", ofLarge, ofSmall));
        return new Measure("heap of bundling 10 GiB", "10 MiB", ofLarge, ofSmall, "MiB", (ofSmall + MORE) / ofSmall);
    }

    private static double most(Path tree) throws IOException, InterruptedException {
        List<String> command =
                Child.java(List.of("-Xmx128m", "-XX:+UseSerialGC"), PackOnce.class, List.of(tree.toString()));
        return Long.parseLong(Child.run(command, Map.of()).lastLine()) / MIB;
    }
}
