package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** An object's bytes, in one file for each part it was uploaded in. */
public record Blob(@NonNull List<Segment> segments) {
    /** One file of it; {@code length} in bytes. */
    public record Segment(@NonNull Path file, long length) {}

    public Blob {
        segments = List.copyOf(segments);
    }

    public long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    @NonNull
    public InputStream open() throws IOException {
        return new SegmentStream(segments);
    }

    /** Writes {@code count} bytes from {@code offset} on. */
    public void copy(long offset, long count, @NonNull OutputStream out) throws IOException {
        WritableByteChannel to = Channels.newChannel(out);
        long start = 0;
        long position = offset;
        long end = offset + count;
        for (Segment segment : segments) {
            long segmentEnd = start + segment.length();
            if (position < segmentEnd && position < end) {
                try (FileChannel from = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
                    long last = Math.min(segmentEnd, end);
                    while (position < last) {
                        long sent = from.transferTo(position - start, Math.min(last - position, 1 << 20), to);
                        if (sent <= 0) {
                            throw new IOException("Cut short: " + segment.file());
                        }
                        position += sent;
                    }
                }
            }
            start = segmentEnd;
        }
    }
}
