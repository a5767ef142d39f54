package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a moment lies between the ends of a timeline, as a share of its width. */
final class TimeScale {
    private static final int MOST_TICKS = 6;
    /** In percent: what took no time at all still is seen. */
    private static final double NARROWEST = 0.4;
    /** In seconds. */
    private static final long[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400
    };

    private final long from;
    private final long length;

    /** @param from in milliseconds since 1970, as is {@code to} */
    TimeScale(long from, long to) {
        this.from = from;
        length = Math.max(1000, to - from);
    }

    @NonNull
    String x(long time) {
        return percent(Math.min(share(time), 100 - NARROWEST));
    }

    @NonNull
    String width(long start, long end) {
        double x = Math.min(share(start), 100 - NARROWEST);
        return percent(Math.max(NARROWEST, share(end) - x));
    }

    double share(long time) {
        return Math.max(0, Math.min(100, (time - from) * 100.0 / length));
    }

    @NonNull
    List<Tick> ticks() {
        long step = STEPS[STEPS.length - 1] * 1000;
        for (int i = STEPS.length - 1; i >= 0 && length / (STEPS[i] * 1000) < MOST_TICKS; i--) {
            step = STEPS[i] * 1000;
        }
        while (length / step >= MOST_TICKS) {
            step *= 2;
        }
        List<Tick> ticks = new ArrayList<>();
        // one that would stand at the very end has no room for its text
        for (long at = 0; at <= length * 0.93; at += step) {
            ticks.add(new Tick(percent(at * 100.0 / length), text(at / 1000)));
        }
        return ticks;
    }

    /** As a watch shows it: a whole timeline's worth has to fit into a phone's width. */
    private static String text(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    /** A mark on the scale. */
    public static final class Tick {
        private final String x;
        private final String text;

        Tick(String x, String text) {
            this.x = x;
            this.text = text;
        }

        @NonNull
        public String getX() {
            return x;
        }

        @NonNull
        public String getText() {
            return text;
        }
    }
}
