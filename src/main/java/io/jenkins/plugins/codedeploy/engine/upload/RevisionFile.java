package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A file with the revisions that were pushed, newest last; a line has the digest of the content, the
 * machine that pushed it, the revision and, if known, the build, its time and its commits. Only its owner writes it, so
 * that a bucket's other writers cannot make anybody deploy what was not built. The digest is what that machine said.
 */
public class RevisionFile implements PushRecord {
    private static final Logger LOGGER = Logger.getLogger(RevisionFile.class.getName());
    private static final int MOST = 200;
    /** One lock for all files: it is held for milliseconds, once a push. */
    private static final Object LOCK = new Object();

    private final Path file;
    private final String machine;

    @CheckForNull
    private final RevisionOrigin pusher;

    /**
     * A push of the past.
     *
     * @param digest of the content, as the machine with the files said
     * @param origin null if the build is unknown
     */
    public record RecordedPush(
            @NonNull S3Revision revision,
            @NonNull String digest,
            @CheckForNull RevisionOrigin origin) {}

    private record Line(String digest, String machine, S3Revision revision, String origin) {
        static Stream<Line> parse(String text) {
            String[] fields = text.split(" ", 4);
            if (fields.length < 3) {
                return Stream.empty();
            }
            try {
                return Stream.of(new Line(
                        fields[0], fields[1], S3Revision.parse(fields[2]), fields.length == 3 ? "" : fields[3]));
            } catch (InvalidInputException e) {
                return Stream.empty();
            }
        }

        boolean isSamePush(Line other) {
            return digest.equals(other.digest) && machine.equals(other.machine) && revision.equals(other.revision);
        }

        RecordedPush push(String job) {
            String[] fields = origin.split(" ");
            RevisionOrigin known = null;
            if (fields.length >= 2) {
                try {
                    known = new RevisionOrigin(
                            new BuildReference(job, Integer.parseInt(fields[0])),
                            Instant.ofEpochMilli(Long.parseLong(fields[1])),
                            fields.length == 2 ? List.of() : List.of(fields[2].split(",")));
                } catch (NumberFormatException | DateTimeException e) {
                    LOGGER.log(Level.FINE, "no origin", e);
                }
            }
            return new RecordedPush(revision, digest, known);
        }

        @Override
        public String toString() {
            return digest + " " + machine + " " + revision + (origin.isEmpty() ? "" : " " + origin);
        }
    }

    /** @param machine that pushes */
    public RevisionFile(@NonNull Path file, @NonNull String machine) {
        this(file, machine, null);
    }

    /**
     * @param machine that pushes
     * @param pusher the build that pushes; null if unknown
     */
    public RevisionFile(@NonNull Path file, @NonNull String machine, @CheckForNull RevisionOrigin pusher) {
        this.file = file;
        this.machine = machine;
        this.pusher = pusher;
    }

    /**
     * Returns the pushes in the file, newest first.
     *
     * @param job full name of the job whose file this is
     */
    @NonNull
    public List<RecordedPush> pushes(@NonNull String job) {
        List<Line> lines = lines();
        Collections.reverse(lines);
        return lines.stream().map(line -> line.push(job)).toList();
    }

    @Override
    public Optional<S3Revision> find(String bucket, String digest) {
        return newestFirst(bucket)
                .filter(line -> line.machine.equals(machine) && line.digest.equals(digest))
                .map(Line::revision)
                .findFirst();
    }

    @Override
    public List<S3Revision> claimed(String bucket, String digest) {
        return newestFirst(bucket)
                .filter(line -> line.digest.equals(digest))
                .map(Line::revision)
                .distinct()
                .toList();
    }

    @Override
    public Optional<String> replaceable(String bucket, String key) {
        return newestFirst(bucket)
                .map(Line::revision)
                .filter(revision -> revision.key().equals(key))
                .findFirst()
                .map(S3Revision::eTag);
    }

    @Override
    public void add(PushedRevision pushed) {
        Line line = new Line(pushed.digest(), machine, pushed.revision(), origin());
        synchronized (LOCK) {
            List<Line> lines = lines();
            lines.removeIf(line::isSamePush);
            lines.add(line);
            List<String> kept = lines.subList(Math.max(0, lines.size() - MOST), lines.size()).stream()
                    .map(Line::toString)
                    .toList();
            try {
                write(String.join("\n", kept));
            } catch (IOException e) {
                // a later push of the same bytes is then sent once more
                LOGGER.log(Level.WARNING, "cannot write " + file, e);
            }
        }
    }

    private void write(String text) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "revisions", ".tmp");
        try {
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private Stream<Line> newestFirst(String bucket) {
        List<Line> lines = lines();
        Collections.reverse(lines);
        return lines.stream().filter(line -> line.revision.bucket().equals(bucket));
    }

    private List<Line> lines() {
        synchronized (LOCK) {
            try {
                return Files.exists(file)
                        ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                                .flatMap(Line::parse)
                                .toList())
                        : new ArrayList<>();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot read " + file, e);
                return new ArrayList<>();
            }
        }
    }

    private String origin() {
        return pusher == null
                ? ""
                : (pusher.build().number() + " " + pusher.pushed().toEpochMilli() + " "
                                + String.join(",", pusher.commits()))
                        .strip();
    }
}
