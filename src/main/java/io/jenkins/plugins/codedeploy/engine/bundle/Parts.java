package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Checksums of an archive's parts, computed while its rest is being written: what was written is still in memory. */
final class Parts {
    private static final long MIB = 1 << 20;
    private static final long USUAL = 8 * MIB;
    /** S3 takes 10,000; the rest is for what an archive adds to its content. */
    private static final long MOST = 9_000;

    final long partSize;
    private final FileChannel channel;
    private final ExecutorService pool;
    /** Null for a part with a header that is still to change. */
    private final List<Future<String>> checksums = new ArrayList<>();

    private int firstOpen = -1;

    /** @param bytes of the content, before it is packed: the part size must be known by then */
    Parts(@NonNull FileChannel channel, @NonNull ExecutorService pool, long bytes) {
        this.channel = channel;
        this.pool = pool;
        this.partSize = partSize(bytes);
    }

    static long partSize(long bytes) {
        long needed = (bytes + MOST - 1) / MOST;
        return Math.max(USUAL, (needed + MIB - 1) / MIB * MIB);
    }

    /** Everything before this position has its final bytes. */
    void settled(long position) {
        settled(position, 0, 0);
        for (int i = firstOpen; i >= 0 && i < checksums.size(); i++) {
            if (checksums.get(i) == null) {
                checksums.set(i, submit(i * partSize, partSize));
            }
        }
        firstOpen = -1;
    }

    /** As above, but for a header that will be written once more. */
    void settled(long position, long headerFrom, long headerTo) {
        for (long from = checksums.size() * partSize; from + partSize <= position; from += partSize) {
            boolean open = from < headerTo && headerFrom < from + partSize;
            if (open && firstOpen < 0) {
                firstOpen = checksums.size();
            }
            checksums.add(open ? null : submit(from, partSize));
        }
    }

    @NonNull
    List<String> finish(long size) throws IOException, InterruptedException {
        settled(size);
        long rest = size - checksums.size() * partSize;
        if (rest > 0) {
            checksums.add(submit(size - rest, rest));
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

    private Future<String> submit(long from, long length) {
        return pool.submit(() -> Base64.getEncoder().encodeToString(sha256(channel, from, length)));
    }

    @NonNull
    static byte[] sha256(@NonNull FileChannel channel, long from, long length) throws IOException {
        MessageDigest sha256 = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 17);
        for (long at = from; at < from + length; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), from + length - at));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new EOFException();
            }
            sha256.update(buffer.array(), 0, read);
            at += read;
        }
        return sha256.digest();
    }

    @NonNull
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
