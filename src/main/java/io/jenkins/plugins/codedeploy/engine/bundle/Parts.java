package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Checksums of an archive's parts, computed from the bytes in memory while they are written. The file is never read
 * back, so nobody can change it in between.
 */
final class Parts {
    private static final long MIB = 1 << 20;
    private static final long USUAL = 8 * MIB;
    /** S3 takes 10,000; the rest is for what an archive adds to its content. */
    private static final long MOST = 9_000;

    private static final int FIRST_BUFFER = 1 << 16;
    /** The current part, two that one header may lie in, and one that is being hashed. */
    private static final int BUFFERS = 4;

    final long partSize;
    private final ExecutorService pool;
    /** Null for a part with a header that is still to change. */
    private final List<Future<String>> checksums = new ArrayList<>();

    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    private final Map<Integer, byte[]> held = new TreeMap<>();
    private int buffers;
    private byte[] current;
    private int filled;
    private long holdFrom;
    private long holdTo;

    /** @param bytes of the content, before it is packed: the part size must be known by then */
    Parts(@NonNull ExecutorService pool, long bytes) {
        this.pool = pool;
        this.partSize = partSize(bytes);
    }

    static long partSize(long bytes) {
        long needed = (bytes + MOST - 1) / MOST;
        return Math.max(USUAL, (needed + MIB - 1) / MIB * MIB);
    }

    /** The archive's next bytes. */
    void write(@NonNull byte[] bytes, int offset, int length) throws InterruptedException {
        for (int done = 0; done < length; ) {
            int count = (int) Math.min(length - done, partSize - filled);
            if (current == null) {
                current = buffer();
            }
            if (current.length < filled + count) {
                long larger = Math.min(partSize, Math.max(2L * current.length, filled + count));
                current = Arrays.copyOf(current, Math.toIntExact(larger));
            }
            System.arraycopy(bytes, offset + done, current, filled, count);
            filled += count;
            done += count;
            if (filled == partSize) {
                endPart();
            }
        }
    }

    /** These bytes, not written yet, will be written once more: until {@link #settle}. */
    void hold(long from, long to) {
        holdFrom = from;
        holdTo = to;
    }

    /** Writes bytes once more that are held, and nothing else changes from now on. */
    void settle(long from, @NonNull byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            int part = (int) ((from + i) / partSize);
            byte[] buffer = part == checksums.size() ? current : held.get(part);
            buffer[(int) ((from + i) % partSize)] = bytes[i];
        }
        holdTo = 0;
        held.forEach((part, buffer) -> checksums.set(part, submit(buffer, buffer.length)));
        held.clear();
    }

    @NonNull
    List<String> finish() throws IOException, InterruptedException {
        if (filled > 0) {
            endPart();
        }
        List<String> all = new ArrayList<>(checksums.size());
        for (Future<String> checksum : checksums) {
            try {
                all.add(checksum.get());
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
        return all;
    }

    private void endPart() {
        long start = checksums.size() * partSize;
        if (start < holdTo && holdFrom < start + filled) {
            held.put(checksums.size(), current);
            checksums.add(null);
        } else {
            checksums.add(submit(current, filled));
        }
        current = null;
        filled = 0;
    }

    private byte[] buffer() throws InterruptedException {
        byte[] returned = free.poll();
        if (returned != null) {
            return returned;
        }
        if (buffers < BUFFERS) {
            buffers++;
            return new byte[FIRST_BUFFER];
        }
        return free.take();
    }

    private Future<String> submit(byte[] buffer, int length) {
        return pool.submit(() -> {
            try {
                MessageDigest sha256 = Sha256.digest();
                sha256.update(buffer, 0, length);
                return Base64.getEncoder().encodeToString(sha256.digest());
            } finally {
                free.add(buffer);
            }
        });
    }
}
