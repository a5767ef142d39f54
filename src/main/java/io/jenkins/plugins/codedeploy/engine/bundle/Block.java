package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A worker's piece: some small files, or one block of a large one; read, digested and, where asked, made into what
 * the zip will hold. Filled again and again, so that memory does not grow with the source.
 */
final class Block implements Callable<Void> {
    /** In bytes. Digests depend on it: a change names every revision anew. */
    static final int SIZE = 1 << 18;

    static final int MAX_ENTRIES = 256;
    private static final int HASH = 32;

    /** Level 2 takes as long as 1 and packs 3 % smaller; 6 takes two to three times as long, for a slow line alone. */
    private static final int LEVEL = 2;

    private static final int SAMPLE = 1 << 11;
    /** In bytes; below, trying the whole costs little more than a sample. */
    private static final int WORTH_SAMPLING = 1 << 16;

    private static final int MAX_STORED = 0xFFFF;

    /** The small files with the folders and links among them, or the one large file. */
    List<Entry> entries;
    /** Where in the large file this block begins; -1 for small files. */
    long start;
    /** What goes into the zip. */
    final byte[] out;

    int outLength;
    /** CRC-32 of a large file's block. */
    int crc;

    private final Tree tree;
    private final byte[] in = new byte[SIZE];
    private final byte[] hashes = new byte[MAX_ENTRIES * HASH];
    private final Deflater deflater;
    private final CRC32 crc32 = new CRC32();
    private final MessageDigest sha256 = Sha256.digest();

    /** @param zip whether to make a zip's bytes, or digests alone */
    Block(@NonNull Tree tree, boolean zip) {
        this.tree = tree;
        out = zip ? new byte[ZipWriter.MAX_HEADER + SIZE + (SIZE / MAX_STORED + 1) * 5] : null;
        deflater = zip ? new Deflater(LEVEL, true) : null;
    }

    @Override
    public Void call() throws EngineException, InterruptedException {
        outLength = 0;
        if (start < 0) {
            for (int i = 0; i < entries.size(); i++) {
                small(entries.get(i), i);
            }
        } else {
            large(entries.get(0));
        }
        return null;
    }

    /** Adds to the digest what this block says of the n-th entry's content. */
    void update(MessageDigest digest, int n) {
        digest.update(hashes, n * HASH, HASH);
    }

    void end() {
        if (deflater != null) {
            deflater.end();
        }
    }

    private void small(Entry entry, int n) throws EngineException, InterruptedException {
        int length = (int) entry.size;
        String target = entry.target;
        if (target != null) {
            System.arraycopy(target.getBytes(StandardCharsets.UTF_8), 0, in, 0, length);
        } else if (entry.type == Entry.FILE) {
            read(entry, 0, length);
        }
        hash(n, length);
        if (out == null) {
            return;
        }
        byte[] name = entry.zipName();
        int body = outLength + ZipWriter.headerLength(entry, name);
        int packed = entry.type == Entry.FILE && compresses(length) ? deflate(length, body, true) : -1;
        if (packed < 0) {
            System.arraycopy(in, 0, out, body, length);
        }
        entry.method = packed < 0 ? ZipWriter.STORED : ZipWriter.DEFLATED;
        entry.packedSize = packed < 0 ? length : packed;
        entry.crc = crc;
        entry.offset = outLength;
        ZipWriter.localHeader(ByteBuffer.wrap(out, outLength, out.length - outLength), entry, name);
        outLength = body + (int) entry.packedSize;
    }

    private void large(Entry entry) throws EngineException, InterruptedException {
        int length = (int) Math.min(SIZE, entry.size - start);
        read(entry, start, length);
        hash(0, length);
        if (out == null) {
            return;
        }
        if (start == 0) {
            byte[] name = entry.zipName();
            ZipWriter.localHeader(ByteBuffer.wrap(out), entry, name);
            outLength = ZipWriter.headerLength(entry, name);
        }
        boolean last = start + length == entry.size;
        int packed = compresses(length) ? deflate(length, outLength, last) : -1;
        outLength += packed < 0 ? store(length, outLength, last) : packed;
    }

    private void read(Entry entry, long from, int length) throws EngineException, InterruptedException {
        try (SeekableByteChannel channel = Files.newByteChannel(entry.in(tree.root))) {
            ByteBuffer buffer = ByteBuffer.wrap(in, 0, length);
            channel.position(from);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until full
            }
            if (buffer.hasRemaining() || channel.size() != entry.size) {
                throw new EngineException(
                        Problem.of(Text.of("bundle.changed", entry.name), Text.of("bundle.changed.fix")));
            }
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            throw Walk.unreadable(entry.name, e);
        }
        if (!tree.posix && from == 0 && length > 1 && in[0] == '#' && in[1] == '!') {
            entry.mode = 0755;
        }
    }

    private void hash(int n, int length) {
        sha256.update(in, 0, length);
        try {
            sha256.digest(hashes, n * HASH, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        if (out != null) {
            crc32.reset();
            crc32.update(in, 0, length);
            crc = (int) crc32.getValue();
        }
    }

    /** Tries a sample from three places; what would shrink by less than 5 % is not worth the instances' time either. */
    private boolean compresses(int length) {
        if (length <= WORTH_SAMPLING) {
            return length > 0;
        }
        int packed = 0;
        for (int i = 0; i < 3; i++) {
            deflater.reset();
            deflater.setInput(in, (length - SAMPLE) / 2 * i, SAMPLE);
            packed += deflater.deflate(out, outLength + ZipWriter.MAX_HEADER, 2 * SAMPLE, Deflater.SYNC_FLUSH);
        }
        return packed < 3 * SAMPLE * 0.95;
    }

    /** Answers the length; -1 when it is no shorter than the input. Blocks that are not the last end at a whole byte. */
    private int deflate(int length, int at, boolean last) {
        deflater.reset();
        deflater.setInput(in, 0, length);
        if (last) {
            deflater.finish();
        }
        int packed = deflater.deflate(out, at, length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
        return packed == length || last && !deflater.finished() ? -1 : packed;
    }

    /** Deflate's stored blocks: what does not shrink within a file whose other blocks may. */
    private int store(int length, int at, boolean last) {
        int to = at;
        for (int from = 0; from < length; from += MAX_STORED) {
            int chunk = Math.min(MAX_STORED, length - from);
            out[to++] = (byte) (last && from + chunk == length ? 1 : 0);
            out[to++] = (byte) chunk;
            out[to++] = (byte) (chunk >> 8);
            out[to++] = (byte) ~chunk;
            out[to++] = (byte) (~chunk >> 8);
            System.arraycopy(in, from, out, to, chunk);
            to += chunk;
        }
        return to - at;
    }
}
