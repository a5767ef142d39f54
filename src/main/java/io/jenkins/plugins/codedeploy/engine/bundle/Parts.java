package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.concurrent.TimeUnit;

/**
 * Divides an archive into parts as it is written, and passes each complete part to a sink while the next ones are filled.
 * The archive is stored nowhere else, so an archive of any size takes no more memory than these parts.
 */
final class Parts implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final long USUAL = 8 * MIB;
    /** S3 takes 10,000; the rest is for what an archive adds to its content. */
    private static final long MOST = 9_000;

    private static final int FIRST_BUFFER = 1 << 16;
    /** In bytes, or a quarter of the heap if that is less; but never less than {@link #FEWEST} parts. */
    private static final long MEMORY = 64 * MIB;

    private static final int FEWEST = 5;
    /** The current part, and two that can contain one incomplete header. */
    private static final int FILLING = 3;

    final long partSize;
    private final PartSink sink;
    private final ExecutorService takers;
    /** Null for a part with a header that is still to change. */
    private final List<Future<String>> checksums = new ArrayList<>();

    private final int mostBuffers;
    private final BlockingQueue<byte[]> free;
    private final Map<Integer, byte[]> held = new TreeMap<>();
    /** The first failure of the sink. */
    private volatile Exception failure;

    private int buffers;
    private byte[] current;
    private int filled;
    private long holdFrom;
    private long holdTo;
    private long size;
    private long content;

    /** @param bytes of the content, before it is packed: the part size must be known by then */
    Parts(@NonNull PartSink sink, long bytes) {
        this.sink = sink;
        this.partSize = partSize(bytes);
        long memory = Math.min(MEMORY, Runtime.getRuntime().maxMemory() / 4);
        this.mostBuffers = (int) Math.max(FEWEST, memory / partSize);
        this.free = new ArrayBlockingQueue<>(mostBuffers);
        this.takers = Packer.pool(mostBuffers - FILLING);
    }

    static long partSize(long bytes) {
        long needed = (bytes + MOST - 1) / MOST;
        return Math.max(USUAL, (needed + MIB - 1) / MIB * MIB);
    }

    /** Number of bytes written so far. */
    long size() {
        return size;
    }

    /** The archive's next bytes. */
    void write(@NonNull byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        size += length;
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

    /** Counts bytes of the source, for the progress. */
    void packed(long bytes) {
        content += bytes;
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
        held.forEach((part, buffer) -> checksums.set(part, submit(part, buffer, buffer.length)));
        held.clear();
    }

    /**
     * Returns the checksums, after the sink has taken every part.
     *
     * @throws IOException if the sink failed
     */
    @NonNull
    List<String> finish() throws IOException, InterruptedException {
        if (filled > 0 || size == 0) {
            endPart();
        }
        List<String> all = new ArrayList<>(checksums.size());
        for (Future<String> checksum : checksums) {
            try {
                all.add(checksum.get());
            } catch (ExecutionException e) {
                throw failed(e.getCause());
            }
        }
        return all;
    }

    /** Interrupts the sink. */
    @Override
    @SuppressWarnings("try") // an interruption ends the packing
    public void close() throws InterruptedException {
        takers.shutdownNow();
        takers.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void endPart() throws IOException {
        if (failure != null) {
            throw failed(failure);
        }
        byte[] ended = current == null ? new byte[0] : current;
        long start = checksums.size() * partSize;
        if (start < holdTo && holdFrom < start + filled) {
            held.put(checksums.size(), ended);
            checksums.add(null);
        } else {
            checksums.add(submit(checksums.size(), ended, filled));
        }
        current = null;
        filled = 0;
    }

    private static IOException failed(Throwable cause) {
        return cause instanceof IOException io ? io : new IOException(cause);
    }

    private byte[] buffer() throws InterruptedException {
        byte[] returned = free.poll();
        if (returned != null) {
            return returned;
        }
        if (buffers < mostBuffers) {
            buffers++;
            return new byte[FIRST_BUFFER];
        }
        return free.take();
    }

    private Future<String> submit(int index, byte[] buffer, int length) {
        long packed = content;
        return takers.submit(() -> {
            try {
                MessageDigest digest = Sha256.digest();
                digest.update(buffer, 0, length);
                String sha256 = Base64.getEncoder().encodeToString(digest.digest());
                sink.take(index + 1, ByteBuffer.wrap(buffer, 0, length), sha256, packed);
                return sha256;
            } catch (IOException | InterruptedException | RuntimeException e) {
                failure = failure == null ? e : failure;
                throw e;
            } finally {
                free.add(buffer);
            }
        });
    }
}
