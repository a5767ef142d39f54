package io.jenkins.plugins.codedeploy.simulator.http;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on the first bytes and then breaks off. */
final class FirstBytes extends OutputStream {
    /** Thrown once there were enough. */
    static final class Enough extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final OutputStream out;
    private long left;

    FirstBytes(OutputStream out, long count) {
        this.out = out;
        left = count;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int count = (int) Math.min(left, length);
        out.write(bytes, offset, count);
        left -= count;
        if (left == 0) {
            throw new Enough();
        }
    }
}
