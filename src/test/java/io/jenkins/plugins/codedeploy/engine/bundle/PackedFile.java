package io.jenkins.plugins.codedeploy.engine.bundle;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** An archive whose parts a test has put together, for the tools that read it. */
public record PackedFile(Packed packed, String file) {
    interface Packing {
        Packed into(PartSink sink) throws IOException, InterruptedException, EngineException;
    }

    /** @param folder existing */
    public static PackedFile pack(
            LocalSourceHost host, SourceSpec source, Set<String> executables, String digest, Path folder)
            throws IOException, InterruptedException, EngineException {
        return of(folder, sink -> host.pack(source, executables, digest, sink));
    }

    static PackedFile of(Path folder, Packing packing) throws IOException, InterruptedException, EngineException {
        Path file = Files.createTempFile(folder, "packed-", ".zip");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Packed packed = packing.into((number, bytes, sha256, content) -> {
                long partSize = Parts.partSize(0);
                ByteBuffer left = bytes.duplicate();
                for (long at = (number - 1) * partSize; left.hasRemaining(); ) {
                    at += channel.write(left, at);
                }
            });
            return new PackedFile(packed, file.toString());
        }
    }

    String digest() {
        return packed.digest();
    }

    long size() {
        return packed.size();
    }

    long partSize() {
        return packed.partSize();
    }

    List<String> partSha256() {
        return packed.partSha256();
    }
}
