package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Locale;

/**
 * The results of one comparison.
 *
 * @param unit of both
 * @param aim maximum ratio of ours to theirs; NaN if there is none
 */
public record Measure(
        @NonNull String work,
        @NonNull String against,
        double ours,
        double theirs,
        @NonNull String unit,
        double aim) {

    public double ratio() {
        return ours / theirs;
    }

    public boolean isMet() {
        return Double.isNaN(aim) || ratio() <= aim;
    }

    /** Returns the results as a row of a Markdown table. */
    @NonNull
    public String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f %s | %.2f %s | %.2f | %s |",
                work,
                against,
                ours,
                unit,
                theirs,
                unit,
                ratio(),
                Double.isNaN(aim) ? "- |" : String.format(Locale.ROOT, "%.2f | %s", aim, isMet() ? "met" : "not met"));
    }

    @NonNull
    public static String head() {
        return "| Work | Against | Ours | Theirs | Ratio | Aim | |\n|---|---|---|---|---|---|---|";
    }

    static double median(@NonNull List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
