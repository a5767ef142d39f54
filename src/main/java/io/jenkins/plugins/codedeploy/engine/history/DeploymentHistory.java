package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The deployments of all environments, in a directory with one file for each environment. It reads a file when its
 * environment is asked for, and none before. Only one object may write to a directory. Safe for use by several threads.
 */
public final class DeploymentHistory {
    /** Deployments that are kept for each environment, beside the live one. */
    public static final int RETENTION = 500;

    private static final Logger LOGGER = Logger.getLogger(DeploymentHistory.class.getName());
    private static final String SUFFIX = ".jsonl";
    private static final String MOVES = "jobs.moved";
    private static final int MOST_MOVES = 1_000;

    private final Path folder;
    private final Clock clock;
    private final int retention;
    private final JobMoves moves;
    /** By the name of the file. */
    private final Map<String, HistoryFile> files = new ConcurrentHashMap<>();

    /** Grows with every change of what is known. */
    private final AtomicLong changes = new AtomicLong();

    private boolean listed;
    private volatile LiveIndex index = new LiveIndex(-1, List.of());

    /** @param folder is created with the first entry */
    public DeploymentHistory(@NonNull Path folder) {
        this(folder, Clock.systemUTC(), RETENTION, MOST_MOVES);
    }

    DeploymentHistory(Path folder, Clock clock, int retention, int mostMoves) {
        this.folder = folder;
        this.clock = clock;
        this.retention = retention;
        moves = new JobMoves(folder.resolve(MOVES), mostMoves);
    }

    /**
     * Records what is known of a deployment now. What earlier records tell beyond that remains.
     *
     * @return whether it tells anything that was not known
     * @throws IOException if it cannot be written; it is then not recorded
     */
    public boolean put(@NonNull HistoryEntry entry) throws IOException {
        try {
            return file(entry.environment().key()).put(entry, clock.instant());
        } finally {
            changes.incrementAndGet();
        }
    }

    /** Returns the deployments of an environment, newest first; none for an unknown environment. */
    @NonNull
    public List<HistoryEntry> entries(@NonNull DeploymentEnvironment environment) {
        return file(environment.key()).entries();
    }

    /** Returns the entry of a deployment; empty if it is not recorded. */
    @NonNull
    public Optional<HistoryEntry> find(@NonNull DeploymentEnvironment environment, @NonNull String deploymentId) {
        return entries(environment).stream()
                .filter(entry -> entry.deploymentId().equals(deploymentId))
                .findFirst();
    }

    /** Returns what is known of an environment; empty for an unknown one. */
    @NonNull
    public Optional<EnvironmentState> state(@NonNull DeploymentEnvironment environment) {
        return Optional.ofNullable(file(environment.key()).state());
    }

    /** Returns what is known of the environment with this {@link DeploymentEnvironment#key key}; empty for none. */
    @NonNull
    public Optional<EnvironmentState> state(@NonNull String environmentKey) {
        HistoryFile known = listed().get(environmentKey);
        return known == null ? Optional.empty() : Optional.ofNullable(known.state());
    }

    /** Returns the newest deployment of an environment that succeeded; empty if none is recorded. */
    @NonNull
    public Optional<HistoryEntry> live(@NonNull DeploymentEnvironment environment) {
        return state(environment).map(EnvironmentState::live);
    }

    /** Returns whether a deployment of this revision, in this very version, has succeeded in an environment. */
    public boolean hasSucceeded(@NonNull DeploymentEnvironment environment, @NonNull Revision revision) {
        return entries(environment).stream().anyMatch(entry -> entry.isSucceeded() && entry.deploys(revision));
    }

    /** Returns all environments, sorted. Reads those that are not in memory. */
    @NonNull
    public List<EnvironmentState> states() {
        return listed().values().stream()
                .map(HistoryFile::state)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(EnvironmentState::environment))
                .toList();
    }

    /**
     * Returns the environments whose live revision was pushed or deployed by a build of a job, sorted. Costs a look into a
     * table, unless something was recorded since the last call.
     *
     * @param job full name
     */
    @NonNull
    public List<EnvironmentState> liveOf(@NonNull String job) {
        long now = changes.get();
        LiveIndex known = index;
        if (known.version() != now) {
            known = new LiveIndex(now, states());
            index = known;
        }
        return known.of(job);
    }

    /**
     * Records that a job or a folder has another name from now on.
     *
     * @param oldName full name
     * @param newName full name; null for one that is deleted
     */
    public void moved(@NonNull String oldName, @CheckForNull String newName) throws IOException {
        List<HistoryFile> concerned =
                listed().values().stream().filter(file -> file.mayName(oldName)).toList();
        if (concerned.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        if (moves.isFull()) {
            for (HistoryFile file : files.values()) {
                file.rewrite(now);
            }
            moves.clear();
        }
        moves.add(oldName, newName, now);
        concerned.forEach(HistoryFile::forget);
        changes.incrementAndGet();
    }

    private HistoryFile file(String key) {
        return files.computeIfAbsent(key, name -> new HistoryFile(folder.resolve(name + SUFFIX), moves, retention));
    }

    private synchronized Map<String, HistoryFile> listed() {
        if (!listed) {
            names().forEach(this::file);
            listed = true;
        }
        return files;
    }

    private List<String> names() {
        try (Stream<Path> found = Files.list(folder)) {
            List<String> names = new ArrayList<>();
            found.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .forEach(name -> names.add(name.substring(0, name.length() - SUFFIX.length())));
            return names;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Cannot list " + folder, e);
            return List.of();
        }
    }
}
