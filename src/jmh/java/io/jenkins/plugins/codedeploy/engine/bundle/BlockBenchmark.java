package io.jenkins.plugins.codedeploy.engine.bundle;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a worker does with one block of a large file, beside the JDK's zlib alone and each of its other steps alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BlockBenchmark {
    /** Of what kind the content is. */
    public enum Content {
        /** Words, as sources and logs have. */
        TEXT,
        /** As what is compressed already. */
        ARCHIVE
    }

    @Param
    public Content content;

    private final byte[] bytes = new byte[Block.SIZE];
    private final byte[] packed = new byte[2 * Block.SIZE];
    private final CRC32 crc32 = new CRC32();
    private final MessageDigest sha256 = Sha256.digest();
    private final Deflater[] deflaters = new Deflater[Deflater.BEST_COMPRESSION + 1];
    private Path folder;
    private Block block;

    /** A source folder with one file of two blocks. */
    @Setup(Level.Trial)
    public void prepare() throws IOException, EngineException, InterruptedException {
        Random random = new Random(1);
        if (content == Content.ARCHIVE) {
            random.nextBytes(bytes);
        } else {
            StringBuilder words = new StringBuilder();
            while (words.length() < bytes.length) {
                // squared, so that some words come often and most seldom
                words.append("word")
                        .append((int) Math.pow(random.nextInt(200), 2))
                        .append(' ');
            }
            System.arraycopy(words.toString().getBytes(StandardCharsets.UTF_8), 0, bytes, 0, bytes.length);
        }
        folder = Files.createTempDirectory("codedeploy-jmh");
        byte[] twice = new byte[2 * bytes.length];
        System.arraycopy(bytes, 0, twice, 0, bytes.length);
        System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
        Files.write(folder.resolve("file"), twice);
        Tree tree = Tree.of(new SourceSpec(folder.toString(), List.of(), List.of(), null, Symlinks.FOLLOW), folder);
        block = new Block(tree, true);
        block.entries = tree.entries;
        block.start = Block.SIZE;
        for (int level : new int[] {1, 2, 6}) {
            deflaters[level] = new Deflater(level, true);
        }
    }

    @TearDown(Level.Trial)
    public void clean() throws IOException {
        block.end();
        Files.delete(folder.resolve("file"));
        Files.delete(folder);
    }

    /** Reads, digests, tries and deflates or stores. */
    @Benchmark
    public int ours() throws EngineException, InterruptedException {
        block.call();
        return block.outLength;
    }

    @Benchmark
    public int zlibLevel1() {
        return deflate(1);
    }

    @Benchmark
    public int zlibLevel2() {
        return deflate(2);
    }

    @Benchmark
    public int zlibLevel6() {
        return deflate(6);
    }

    @Benchmark
    public byte[] sha256() {
        return sha256.digest(bytes);
    }

    @Benchmark
    public long crc32() {
        crc32.reset();
        crc32.update(bytes);
        return crc32.getValue();
    }

    /** What joining the CRC-32 of blocks costs, which lets them be read in parallel. */
    @Benchmark
    public int joinCrc32() {
        return Crc32.combine(bytes[0], bytes[1], Block.SIZE);
    }

    private int deflate(int level) {
        Deflater deflater = deflaters[level];
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        return deflater.deflate(packed);
    }
}
