package io.jenkins.plugins.codedeploy.engine.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part's bytes, read by position, so that one open file serves all parts at once. Closing it leaves the file open. */
final class FileRange extends InputStream {
    private final FileChannel file;
    private final long end;
    private long position;

    FileRange(FileChannel file, long offset, long length) {
        this.file = file;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - position);
        if (wanted <= 0) {
            return -1;
        }
        int count = file.read(ByteBuffer.wrap(buffer, offset, wanted), position);
        if (count > 0) {
            position += count;
        }
        return count;
    }
}
