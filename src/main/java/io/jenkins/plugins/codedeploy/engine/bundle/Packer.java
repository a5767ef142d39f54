package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Digests and zips a tree. Workers fill a ring of blocks, this thread takes them in order: the result does not depend
 * on their number, and no more than the ring is in memory.
 */
@SuppressWarnings("try") // an interruption ends the packing
final class Packer implements AutoCloseable {
    private final Tree tree;
    private final ExecutorService pool;
    private final Block[] ring;
    private final Future<?>[] done;
    private int next;
    private final MessageDigest digest = Sha256.digest();
    /** Null when only the digest is asked for, like the next. */
    private ZipWriter zip;

    private Parts parts;

    private Packer(Tree tree, int workers) {
        this.tree = tree;
        this.pool = pool(workers);
        this.ring = new Block[2 * workers + 2];
        this.done = new Future<?>[ring.length];
    }

    @NonNull
    static ExecutorService pool(int workers) {
        return Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "CodeDeploy bundle");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @see SourceHost#digest */
    @NonNull
    static String digest(@NonNull Tree tree, int workers) throws IOException, InterruptedException, EngineException {
        try (Packer packer = new Packer(tree, workers)) {
            packer.run();
            return packer.digest();
        }
    }

    /** @see SourceHost#pack */
    @NonNull
    static Packed pack(@NonNull Tree tree, int workers, @CheckForNull String expectedDigest, @NonNull PartSink sink)
            throws IOException, InterruptedException, EngineException {
        try (Packer packer = new Packer(tree, workers);
                Parts parts = new Parts(sink, tree.bytes())) {
            packer.parts = parts;
            packer.zip = new ZipWriter(parts);
            packer.run();
            packer.zip.finish(tree.entries);
            String digest = packer.digest();
            requireSame(expectedDigest, digest);
            List<String> checksums = parts.finish();
            return new Packed("zip", parts.size(), parts.partSize, checksums, digest);
        }
    }

    static void requireSame(@CheckForNull String expected, @NonNull String digest) throws EngineException {
        if (expected != null && !expected.equals(digest)) {
            throw new EngineException(
                    Problem.of(Text.of("bundle.contentChanged", expected, digest), Text.of("bundle.changed.fix")));
        }
    }

    @Override
    public void close() throws InterruptedException {
        pool.shutdownNow();
        pool.awaitTermination(10, TimeUnit.SECONDS);
        for (Block block : ring) {
            if (block != null) {
                block.end();
            }
        }
    }

    private void run() throws IOException, InterruptedException, EngineException {
        List<Entry> entries = tree.entries;
        for (int i = 0; i < entries.size(); ) {
            Entry entry = entries.get(i);
            int end = i + 1;
            if (entry.size > Block.SIZE) {
                entry.method = ZipWriter.DEFLATED;
                for (long start = 0; start < entry.size; start += Block.SIZE) {
                    submit(entries.subList(i, end), start);
                }
            } else {
                long length = room(entry);
                while (end < entries.size() && end - i < Block.MAX_ENTRIES) {
                    length += room(entries.get(end));
                    if (length > Block.SIZE) {
                        break;
                    }
                    end++;
                }
                submit(entries.subList(i, end), -1);
            }
            i = end;
        }
        for (int i = 0; i < ring.length; i++) {
            take();
        }
    }

    /** What an entry takes in a block at most. */
    private static long room(Entry entry) {
        return entry.size + 31 + 3L * entry.name.length();
    }

    private void submit(List<Entry> entries, long start) throws IOException, InterruptedException, EngineException {
        take();
        int slot = (next + ring.length - 1) % ring.length;
        if (ring[slot] == null) {
            ring[slot] = new Block(tree, zip != null);
        }
        ring[slot].entries = entries;
        ring[slot].start = start;
        done[slot] = pool.submit(ring[slot]);
    }

    /** Takes the oldest block, if the ring has gone round that far. */
    private void take() throws IOException, InterruptedException, EngineException {
        int slot = next;
        next = (next + 1) % ring.length;
        if (done[slot] == null) {
            return;
        }
        try {
            done[slot].get();
            done[slot] = null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
        Block block = ring[slot];
        if (block.start < 0) {
            takeSmall(block);
        } else {
            takeLarge(block);
        }
    }

    private void takeSmall(Block block) throws IOException, InterruptedException {
        for (int i = 0; i < block.entries.size(); i++) {
            Entry entry = block.entries.get(i);
            announce(entry);
            block.update(digest, i);
            if (zip != null) {
                entry.offset += zip.position();
            }
        }
        if (zip != null) {
            parts.packed(block.entries.stream().mapToLong(entry -> entry.size).sum());
            zip.write(block.out, block.outLength);
        }
    }

    private void takeLarge(Block block) throws IOException, InterruptedException {
        Entry entry = block.entries.get(0);
        if (block.start == 0) {
            announce(entry);
        }
        block.update(digest, 0);
        if (zip == null) {
            return;
        }
        if (block.start == 0) {
            entry.offset = zip.position();
            entry.crc = 0;
            entry.packedSize = -ZipWriter.headerLength(entry, entry.zipName());
            zip.hold(entry);
        }
        long length = Math.min(Block.SIZE, entry.size - block.start);
        entry.crc = Crc32.combine(entry.crc, block.crc, length);
        entry.packedSize += block.outLength;
        parts.packed(length);
        zip.write(block.out, block.outLength);
        if (block.start + length == entry.size) {
            zip.complete(entry);
        }
    }

    private void announce(Entry entry) {
        String line = entry.type + " " + Integer.toOctalString(entry.mode) + ' ' + entry.size + ' ' + entry.name + '\0';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
    }

    private String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
