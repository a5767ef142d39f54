package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;

/** A target's line of a timeline. */
public final class TimelineRow {
    /** In percent of the width, where a page is wide: what a letter of an event's name takes, and the space around it. */
    private static final double LETTER = 1.2;

    private static final double MARGIN = 2.5;

    private final TargetRecord target;
    private final TimeScale scale;
    private final long to;
    private final boolean live;

    /** @param live whether more events may come */
    TimelineRow(@NonNull TargetRecord target, @NonNull TimeScale scale, long to, boolean live) {
        this.target = target;
        this.scale = scale;
        this.to = to;
        this.live = live;
    }

    @NonNull
    public TargetRecord getTarget() {
        return target;
    }

    @NonNull
    public List<Bar> getBars() {
        List<Bar> bars = new ArrayList<>();
        for (LifecycleEvent e : target.getEvents()) {
            Long start = e.getStart();
            if (start != null) {
                Long ended = e.getEnd();
                long end = ended == null ? Math.max(to, start) : ended;
                boolean wide = scale.share(end) - scale.share(start)
                        >= MARGIN + LETTER * e.getName().length();
                bars.add(new Bar(
                        scale.x(start), scale.width(start, end), e.getKind(), text(e), wide ? e.getName() : ""));
            }
        }
        return bars;
    }

    /** Where the target is: the event that failed, else the one that runs, else the last. */
    @CheckForNull
    public LifecycleEvent getCurrent() {
        LifecycleEvent current = null;
        for (LifecycleEvent e : target.getEvents()) {
            if (e.getKind() == StatusKind.BAD) {
                return e;
            }
            if (e.getStart() != null || e.getKind() == StatusKind.RUNNING) {
                current = e;
            }
        }
        return current;
    }

    @NonNull
    public String getCurrentText() {
        LifecycleEvent current = getCurrent();
        if (current != null) {
            return text(current);
        }
        return live ? Messages.TimelineRow_nothing() : Messages.TimelineRow_never();
    }

    @NonNull
    public static String text(@NonNull LifecycleEvent e) {
        String took = e.getDurationText();
        return took == null
                ? Messages.TimelineRow_event(e.getName(), e.getStatusLabel())
                : Messages.TimelineRow_eventTook(e.getName(), e.getStatusLabel(), took);
    }
}
