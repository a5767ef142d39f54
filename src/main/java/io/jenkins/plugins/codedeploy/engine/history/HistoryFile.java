package io.jenkins.plugins.codedeploy.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The history of one environment: a line for each change of a deployment. Superseded lines and entries beyond the
 * retention are dropped now and then. Entries are kept in memory as long as there is room, their summary always.
 */
final class HistoryFile {
    private static final Comparator<HistoryEntry> NEWEST_FIRST = Comparator.comparing(HistoryEntry::begun)
            .thenComparing(HistoryEntry::deploymentId)
            .reversed();
    /** Lines that a file may have beyond its entries. */
    private static final int SLACK = 40;

    private final LineFile file;
    private final JobMoves moves;
    private final int retention;
    private int lines;
    private SoftReference<List<HistoryEntry>> entries = new SoftReference<>(null);

    @CheckForNull
    private EnvironmentState state;

    /** Full names of the jobs that the entries name; null until they are read. */
    @CheckForNull
    private Set<String> jobs;

    HistoryFile(Path file, JobMoves moves, int retention) {
        this.file = new LineFile(file);
        this.moves = moves;
        this.retention = retention;
    }

    /** Newest first. */
    synchronized List<HistoryEntry> entries() {
        List<HistoryEntry> known = entries.get();
        return known == null ? read() : known;
    }

    /** @return null if it has no entry */
    @CheckForNull
    synchronized EnvironmentState state() {
        if (state == null) {
            read();
        }
        return state;
    }

    /** @return whether it tells anything that was not known */
    synchronized boolean put(HistoryEntry entry, Instant now) throws IOException {
        Map<String, HistoryEntry> all = new HashMap<>();
        entries().forEach(known -> all.put(known.deploymentId(), known));
        HistoryEntry before = all.get(entry.deploymentId());
        HistoryEntry after = before == null ? entry : before.mergedWith(entry);
        if (after.equals(before)) {
            return false;
        }
        all.put(entry.deploymentId(), after);
        List<HistoryEntry> kept = kept(all.values());
        if (lines + 1 > kept.size() + Math.max(SLACK, kept.size() / 2)) {
            replace(kept, now);
        } else {
            file.append(HistoryJson.write(after, now));
            lines++;
        }
        remember(kept);
        return true;
    }

    /** Whether an entry names this job or one in this folder, as far as that is known. */
    synchronized boolean mayName(String job) {
        return jobs == null || jobs.stream().anyMatch(name -> name.equals(job) || name.startsWith(job + "/"));
    }

    /** After a move of jobs, which the entries in memory do not know. */
    synchronized void forget() {
        entries = new SoftReference<>(null);
        state = null;
        jobs = null;
    }

    /** Writes all entries with the present names of their jobs. */
    synchronized void rewrite(Instant now) throws IOException {
        List<HistoryEntry> kept = entries();
        if (!kept.isEmpty()) {
            replace(kept, now);
        }
    }

    private void replace(List<HistoryEntry> kept, Instant now) throws IOException {
        file.replace(kept.stream().map(one -> HistoryJson.write(one, now)).toList());
        lines = kept.size();
    }

    private List<HistoryEntry> read() {
        Map<String, HistoryEntry> all = new HashMap<>();
        List<JsonNode> nodes = file.read();
        for (JsonNode node : nodes) {
            HistoryEntry entry = HistoryJson.read(node, moves);
            if (entry != null) {
                all.merge(entry.deploymentId(), entry, HistoryEntry::mergedWith);
            }
        }
        lines = nodes.size();
        List<HistoryEntry> kept = kept(all.values());
        remember(kept);
        return kept;
    }

    private void remember(List<HistoryEntry> newestFirst) {
        entries = new SoftReference<>(newestFirst);
        state = newestFirst.isEmpty() ? null : EnvironmentState.of(newestFirst);
        jobs = newestFirst.stream().flatMap(HistoryFile::jobs).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> jobs(HistoryEntry entry) {
        RevisionOrigin origin = entry.origin();
        return Stream.of(
                        Optional.ofNullable(entry.deployedBy()),
                        Optional.ofNullable(origin).map(RevisionOrigin::build))
                .flatMap(Optional::stream)
                .filter(build -> !build.jobDeleted())
                .map(BuildReference::job);
    }

    /** The newest ones and, however old it is, the one that is live. */
    private List<HistoryEntry> kept(Collection<HistoryEntry> all) {
        List<HistoryEntry> sorted = all.stream().sorted(NEWEST_FIRST).toList();
        if (sorted.size() <= retention) {
            return sorted;
        }
        List<HistoryEntry> kept = new ArrayList<>(sorted.subList(0, retention));
        if (kept.stream().noneMatch(HistoryEntry::isSucceeded)) {
            sorted.stream().filter(HistoryEntry::isSucceeded).findFirst().ifPresent(kept::add);
        }
        return List.copyOf(kept);
    }
}
