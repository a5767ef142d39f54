package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The uploads that a build has begun, on disk: their parts cost money until somebody ends them. */
final class UnfinishedUploads implements UploadJournal {
    private static final Logger LOGGER = Logger.getLogger(UnfinishedUploads.class.getName());

    private final Path folder;
    private final Path file;

    UnfinishedUploads(@NonNull Path folder, @NonNull String name) {
        this.folder = folder;
        file = folder.resolve(name);
    }

    @Override
    public synchronized void begun(String bucket, String key, String uploadId) {
        Map<String, String> all = read();
        all.put(uploadId, key);
        write(all);
    }

    @Override
    public synchronized void ended(String uploadId) {
        Map<String, String> all = read();
        if (all.remove(uploadId) != null) {
            write(all);
        }
    }

    /** Ends what a killed controller left. What cannot be ended is left to the bucket's lifecycle rule. */
    void abandon(Uploader uploader) throws InterruptedException {
        for (Map.Entry<String, String> upload : read().entrySet()) {
            try {
                uploader.abort(upload.getValue(), upload.getKey());
            } catch (EngineException e) {
                LOGGER.log(Level.WARNING, "an upload is left unfinished in its bucket", e);
            }
        }
    }

    private Map<String, String> read() {
        Map<String, String> all = new LinkedHashMap<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    int space = line.indexOf(' ');
                    if (space > 0) {
                        all.put(line.substring(0, space), line.substring(space + 1));
                    }
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot read " + file, e);
        }
        return all;
    }

    private void write(Map<String, String> all) {
        StringBuilder text = new StringBuilder();
        all.forEach(
                (uploadId, key) -> text.append(uploadId).append(' ').append(key).append('\n'));
        try {
            if (all.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                Files.createDirectories(folder);
                Files.writeString(file, text, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            // the upload itself can go on: only its cleaning up after a kill is lost
            LOGGER.log(Level.WARNING, "cannot write " + file, e);
        }
    }
}
