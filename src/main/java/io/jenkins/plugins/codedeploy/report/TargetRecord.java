package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.PercentEncoding;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * An instance, function or service that was deployed to. Kept as one line of text, since a build may have hundreds:
 * {@code id status label base name:status:offset:duration …}, with {@code -} for what is not known.
 */
@ExportedBean
public final class TargetRecord {
    private static final String NONE = "-";
    /** Of ids and words: longer ones are no CodeDeploy's. */
    private static final int LONGEST = 200;
    /** CodeDeploy knows 13. */
    private static final int MOST_EVENTS = 20;

    private final String id;
    private final String status;
    private final String label;
    private final List<LifecycleEvent> events;

    private TargetRecord(String id, String status, @CheckForNull String label, List<LifecycleEvent> events) {
        this.id = id;
        this.status = status;
        this.label = label;
        this.events = Collections.unmodifiableList(events);
    }

    @NonNull
    static TargetRecord of(@NonNull TargetState state) {
        List<LifecycleEvent> events = new ArrayList<>();
        for (TargetState.Event e : state.events()) {
            if (events.size() < MOST_EVENTS) {
                events.add(new LifecycleEvent(cut(e.name()), cut(e.status()), millis(e.start()), millis(e.end())));
            }
        }
        return new TargetRecord(
                cut(state.id()), cut(state.status()), state.label() == null ? null : cut(state.label()), events);
    }

    /** @return null for a line that is none of ours */
    @CheckForNull
    static TargetRecord parse(@CheckForNull String line) {
        String[] parts = line == null ? new String[0] : line.split(" ");
        if (parts.length < 4) {
            return null;
        }
        try {
            long base = Long.parseLong(parts[3]);
            List<LifecycleEvent> events = new ArrayList<>();
            for (int i = 4; i < parts.length; i++) {
                String[] e = parts[i].split(":");
                Long start = NONE.equals(e[2]) ? null : Long.valueOf(base + Long.parseLong(e[2]));
                Long end = NONE.equals(e[3]) ? null : Long.valueOf(base + Long.parseLong(e[3]));
                events.add(new LifecycleEvent(decode(e[0]), decode(e[1]), start, end));
            }
            return new TargetRecord(
                    decode(parts[0]), decode(parts[1]), NONE.equals(parts[2]) ? null : decode(parts[2]), events);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    @NonNull
    String toLine() {
        long base = events.stream()
                .map(LifecycleEvent::getStart)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
        StringBuilder line = new StringBuilder();
        line.append(encode(id)).append(' ').append(encode(status)).append(' ');
        line.append(label == null ? NONE : encode(label)).append(' ').append(base);
        for (LifecycleEvent e : events) {
            line.append(' ').append(encode(e.getName())).append(':').append(encode(e.getStatus()));
            line.append(':').append(since(base, e.getStart()));
            line.append(':').append(since(base, e.getEnd()));
        }
        return line.toString();
    }

    private static String since(long base, @CheckForNull Long time) {
        return time == null ? NONE : String.valueOf(time - base);
    }

    @NonNull
    TargetRecord redacted() {
        return new TargetRecord(AccountRedaction.of(id), status, label, events);
    }

    @NonNull
    @Exported(inline = true)
    public String getId() {
        return id;
    }

    /** CodeDeploy's word. */
    @NonNull
    @Exported(inline = true)
    public String getStatus() {
        return status;
    }

    /** Green or blue, where it is known. */
    @CheckForNull
    @Exported(inline = true)
    public String getLabel() {
        return label;
    }

    @NonNull
    @Exported(inline = true)
    public List<LifecycleEvent> getEvents() {
        return events;
    }

    @NonNull
    public StatusKind getKind() {
        return StatusKind.of(status);
    }

    @NonNull
    public String getStatusLabel() {
        return StatusKind.label(status);
    }

    /** A bare {@code -} would read as unknown, an empty word as nothing. */
    private static String encode(String word) {
        return word.isEmpty() ? "%20" : NONE.equals(word) ? "%2D" : PercentEncoding.encode(word, "/");
    }

    private static String decode(String word) {
        return PercentEncoding.decode("target", word);
    }

    private static String cut(String text) {
        return Bounds.cut(text, LONGEST);
    }

    @CheckForNull
    private static Long millis(@CheckForNull Instant time) {
        return time == null ? null : time.toEpochMilli();
    }
}
