package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.List;

/** Reads one file after the other, one open at a time: an object may have 10,000 parts. */
final class SegmentStream extends InputStream {
    private final Iterator<Blob.Segment> rest;

    @CheckForNull
    private InputStream current;

    SegmentStream(List<Blob.Segment> segments) {
        rest = segments.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (current == null) {
                if (!rest.hasNext()) {
                    return -1;
                }
                current = Files.newInputStream(rest.next().file());
            }
            int count = current.read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            close();
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
