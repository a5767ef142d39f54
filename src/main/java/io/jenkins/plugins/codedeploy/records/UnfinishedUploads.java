package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The uploads that a build has begun, on disk: their parts cost money until somebody ends them. */
public final class UnfinishedUploads implements UploadJournal {
    private static final Logger LOGGER = Logger.getLogger(UnfinishedUploads.class.getName());
    /** Neither a key nor an upload ID has control characters. */
    private static final String BETWEEN = "\t";

    private final Path folder;
    private final Path file;

    /** Access to a bucket that may no longer be the one that the job uses. */
    public interface Access {
        /** @param keys as a policy's resource names them */
        @NonNull
        AccountClients to(@NonNull BucketTarget bucket, @NonNull String keys);
    }

    private record Upload(String id, BucketTarget bucket, String key) {
        static Stream<Upload> parse(String line) {
            String[] fields = line.split(BETWEEN, 6);
            if (fields.length != 6) {
                return Stream.empty();
            }
            try {
                BucketOwner owner = BucketOwner.valueOf(fields[3]);
                BucketTarget bucket = new BucketTarget(fields[2], fields[1], owner, fields[4], null);
                return Stream.of(new Upload(fields[0], bucket, fields[5]));
            } catch (IllegalArgumentException e) {
                return Stream.empty();
            }
        }

        @Override
        public String toString() {
            String account = bucket.expectedOwner() == null ? "" : bucket.expectedOwner();
            return String.join(
                    BETWEEN,
                    id,
                    bucket.region(),
                    bucket.bucket(),
                    bucket.owner().name(),
                    account,
                    key);
        }
    }

    public UnfinishedUploads(@NonNull Path folder, @NonNull String name) {
        this.folder = folder;
        file = folder.resolve(name);
    }

    @Override
    public synchronized void begun(BucketTarget target, String key, String uploadId) {
        List<Upload> all = read();
        all.add(new Upload(uploadId, target, key));
        write(all);
    }

    @Override
    public synchronized void ended(String uploadId) {
        List<Upload> all = read();
        if (all.removeIf(upload -> upload.id.equals(uploadId))) {
            write(all);
        }
    }

    /** Ends what a killed controller left, each in its own bucket. What cannot be ended is left to the lifecycle rule. */
    public void abandon(Access access) throws InterruptedException {
        for (Upload upload : read()) {
            try (AccountClients clients = access.to(upload.bucket, ObjectNaming.literal(upload.key))) {
                new Uploader(clients, upload.bucket, this).abort(upload.key, upload.id);
            } catch (EngineException | InvalidInputException e) {
                LOGGER.log(Level.WARNING, "an upload is left unfinished in its bucket", e);
            }
        }
    }

    private List<Upload> read() {
        try {
            return Files.exists(file)
                    ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .flatMap(Upload::parse)
                            .toList())
                    : new ArrayList<>();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot read " + file, e);
            return new ArrayList<>();
        }
    }

    private void write(List<Upload> all) {
        try {
            if (all.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(folder);
            try (AtomicFileWriter out = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
                for (Upload upload : all) {
                    out.write(upload + "\n");
                }
                out.commit();
            }
        } catch (IOException e) {
            // the upload itself can go on: only its cleaning up after a kill is lost
            LOGGER.log(Level.WARNING, "cannot write " + file, e);
        }
    }
}
