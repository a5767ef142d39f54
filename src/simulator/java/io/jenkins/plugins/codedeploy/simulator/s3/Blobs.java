package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Keeps objects' bytes in files. */
final class Blobs {
    private final Path folder;

    Blobs(Path folder) {
        this.folder = folder;
    }

    /** Keeps a body: its file is taken over, not copied. */
    @NonNull
    Blob.Segment keep(Body body) throws IOException {
        Path file = folder.resolve(UUID.randomUUID().toString());
        Path received = body.file();
        if (received != null) {
            Files.move(received, file);
        } else {
            Files.write(file, body.bytes());
        }
        return new Blob.Segment(file, body.length());
    }

    void delete(Blob.Segment segment) throws IOException {
        Files.deleteIfExists(segment.file());
    }

    void delete(StoredObject object) throws IOException {
        Blob content = object.content();
        if (content != null) {
            for (Blob.Segment segment : content.segments()) {
                delete(segment);
            }
        }
    }
}
