package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.PushRecord;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a job has pushed, newest last; a line has the digest, files and bytes of the content, and the revision. Only the
 * controller writes it, so that a bucket's other writers cannot make a job deploy what it did not build.
 */
final class JobRevisions implements PushRecord {
    private static final Logger LOGGER = Logger.getLogger(JobRevisions.class.getName());
    private static final int MOST = 200;
    /** One lock for all jobs: it is held for milliseconds, once a push. */
    private static final Object LOCK = new Object();

    private final Path file;

    JobRevisions(@NonNull Job<?, ?> job) {
        this(job.getRootDir().toPath().resolve("codedeploy-revisions"));
    }

    JobRevisions(@NonNull Path file) {
        this.file = file;
    }

    @Override
    public Optional<S3Revision> find(String bucket, String digest) {
        synchronized (LOCK) {
            return lines().stream()
                    .filter(line -> line.startsWith(digest + " "))
                    .flatMap(line -> parse(line).stream())
                    .filter(revision -> revision.bucket().equals(bucket))
                    .reduce((older, newer) -> newer);
        }
    }

    @Override
    public boolean mayHold(String bucket, Survey survey) {
        String size = size(survey);
        synchronized (LOCK) {
            return lines().stream()
                    .filter(line -> line.contains(size))
                    .flatMap(line -> parse(line).stream())
                    .anyMatch(revision -> revision.bucket().equals(bucket));
        }
    }

    /** Of a revision that this job has pushed; null for others. */
    @CheckForNull
    String digest(Revision revision) {
        String end = " " + revision;
        synchronized (LOCK) {
            return lines().stream()
                    .filter(line -> line.endsWith(end))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst()
                    .orElse(null);
        }
    }

    @Override
    public void add(PushedRevision pushed, Survey survey) {
        String line = pushed.digest() + size(survey) + pushed.revision();
        synchronized (LOCK) {
            List<String> lines = new ArrayList<>(lines());
            lines.remove(line);
            lines.add(line);
            try (AtomicFileWriter out = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
                out.write(String.join("\n", lines.subList(Math.max(0, lines.size() - MOST), lines.size())));
                out.commit();
            } catch (IOException e) {
                // a later push of the same bytes is then sent once more
                LOGGER.log(Level.WARNING, "cannot write " + file, e);
            }
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot read " + file, e);
            return List.of();
        }
    }

    /** As it stands in a line. */
    private static String size(Survey survey) {
        return " " + survey.files() + " " + survey.bytes() + " ";
    }

    private static Optional<S3Revision> parse(String line) {
        try {
            return Optional.of(S3Revision.parse(line.substring(line.lastIndexOf(' ') + 1)));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }
}
