package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;

/** A deployment's targets down, their lifecycle events along time. */
public final class Timeline {
    /** Rows of a page that was not asked for all. */
    private static final int FIRST_ROWS = 50;

    private final ObservedDeployment deployment;
    private final List<TargetRecord> targets;
    private final TimeScale scale;
    private final long to;
    private final boolean all;
    private final boolean live;

    /** @param live it runs: its end is now */
    Timeline(@NonNull ObservedDeployment deployment, boolean all, boolean live, long now) {
        this.deployment = deployment;
        this.all = all;
        this.live = live && !deployment.isOver();
        targets = deployment.getTargets().stream()
                .sorted(Comparator.comparingInt(Timeline::urgency))
                .toList();
        Long created = deployment.getCreated();
        long from = events(LifecycleEvent::getStart).min().orElse(created == null ? now : created);
        long last = Math.max(
                events(LifecycleEvent::getStart).max().orElse(from),
                events(LifecycleEvent::getEnd).max().orElse(from));
        to = this.live ? Math.max(now, last) : last;
        scale = new TimeScale(from, to);
    }

    @NonNull
    public ObservedDeployment getDeployment() {
        return deployment;
    }

    /** Those that need a look first. */
    @NonNull
    public List<TimelineRow> getRows() {
        return targets.stream()
                .limit(all ? Long.MAX_VALUE : FIRST_ROWS)
                .map(target -> new TimelineRow(target, scale, to, live))
                .toList();
    }

    public boolean isFilled() {
        return !targets.isEmpty();
    }

    public int getKept() {
        return targets.size();
    }

    /** Whether the page shows fewer than are kept. */
    public boolean isShortened() {
        return !all && targets.size() > FIRST_ROWS;
    }

    public int getShown() {
        return isShortened() ? FIRST_ROWS : targets.size();
    }

    /** Whether fewer are kept than there are. */
    public boolean isIncomplete() {
        return targets.size() < deployment.getTotal();
    }

    @NonNull
    public List<TimeScale.Tick> getTicks() {
        return scale.ticks();
    }

    /** How many targets are in which state, as one bar. */
    @NonNull
    public List<Count> getCounts() {
        List<Count> counts = new ArrayList<>();
        long before = 0;
        for (Count count : List.of(
                new Count("Failed", deployment.getFailed()),
                new Count("Succeeded", deployment.getSucceeded()),
                new Count("InProgress", deployment.getInProgress()),
                new Count("Ready", deployment.getReady()),
                new Count("Skipped", deployment.getSkipped()),
                new Count("Pending", deployment.getPending()))) {
            if (count.number > 0) {
                count.place(before, deployment.getTotal());
                before += count.number;
                counts.add(count);
            }
        }
        return counts;
    }

    private LongStream events(Function<LifecycleEvent, Long> time) {
        return targets.stream()
                .flatMap(target -> target.getEvents().stream())
                .map(time)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue);
    }

    private static int urgency(TargetRecord target) {
        return switch (target.getKind()) {
            case BAD -> 0;
            case ATTENTION -> 1;
            case RUNNING -> 2;
            case GOOD -> 3;
            case OFF -> 4;
            case WAITING -> 5;
        };
    }

    /** A number of targets in one state. */
    public static final class Count {
        private final String status;
        private final long number;
        private String x = "0%";
        private String width = "0%";

        Count(String status, long number) {
            this.status = status;
            this.number = number;
        }

        private void place(long before, long total) {
            x = TimeScale.percent(before * 100.0 / total);
            width = TimeScale.percent(number * 100.0 / total);
        }

        @NonNull
        public String getCssClass() {
            return StatusKind.of(status).getCssClass();
        }

        @NonNull
        public String getLabel() {
            return StatusKind.label(status);
        }

        public long getNumber() {
            return number;
        }

        @NonNull
        public String getX() {
            return x;
        }

        @NonNull
        public String getWidth() {
            return width;
        }
    }
}
