package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
    private static final int BLOCK = Block.SIZE;

    private final LocalSourceHost host = new LocalSourceHost();

    @TempDir
    Path temp;

    @Test
    void independentReadersFindWhatWasThere() throws Exception {
        Map<String, byte[]> contents = contents();
        SampleFolder sample = write("s", contents);
        PackedFile packed = sample.pack();
        assertEquals(Files.size(Path.of(packed.file())), packed.size());
        assertTrue(SampleFolder.run(temp, "unzip", "-t", packed.file()).contains("No errors detected"));
        Path out = Files.createDirectory(temp.resolve("out"));
        assertEquals(
                "",
                SampleFolder.run(out, "unzip", "-qo", packed.file()),
                "a warning makes the instance agent unpack anew");
        assertEquals("", SampleFolder.run(temp, "diff", "-r", sample.root.toString(), out.toString()));
        String python = "import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n"
                + "print(len(z.namelist()), all(i.date_time==(1980,1,1,0,0,0) and not i.extra for i in z.infolist()))";
        assertEquals(
                sample.names(sample.spec()).size() + " True",
                SampleFolder.run(temp, "python3", "-c", python, packed.file()).strip());
        try (ZipFile zip = new ZipFile(packed.file())) {
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                ZipEntry entry = zip.getEntry(file.getKey());
                assertArrayEquals(file.getValue(), zip.getInputStream(entry).readAllBytes(), file.getKey());
            }
        }
        // As a stream, from the local headers alone.
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Path.of(packed.file())))) {
            List<String> streamed = new ArrayList<>();
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                streamed.add(entry.getName());
                byte[] bytes = zip.readAllBytes();
                assertArrayEquals(contents.getOrDefault(entry.getName(), new byte[0]), bytes, entry.getName());
            }
            assertEquals(sample.names(sample.spec()), streamed);
        }
    }

    @Test
    void keepsPermissionBitsAlone() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("run", "")
                .mode("run", "rwxr-x--x")
                .file("secret", "")
                .mode("secret", "rw-------")
                .folder("d")
                .mode("d", "rwxrwx--x");
        SampleFolder.run(sample.root, "chmod", "u+s", "run");
        SampleFolder.run(sample.root, "chmod", "+t", "d");
        String listed = SampleFolder.run(temp, "zipinfo", sample.pack().file());
        assertTrue(listed.contains("-rwxr-x--x  4.5 unx"), listed);
        assertTrue(listed.contains("-rw-------  4.5 unx"), listed);
        assertTrue(listed.contains("drwxrwx--x  4.5 unx"), listed);
        assertTrue(listed.contains("-rw-r--r--  4.5 unx"), listed);
        assertTrue(listed.contains("80-Jan-01 00:00"), listed);
    }

    @Test
    void theSameBytesWhateverTheNumberOfWorkersAndTheOrderOfCreation() throws Exception {
        Map<String, byte[]> contents = contents();
        byte[] first = null;
        String digest = null;
        List<String> checksums = null;
        for (int workers : new int[] {1, 2, 8}) {
            List<String> order = new ArrayList<>(contents.keySet());
            Collections.shuffle(order, new Random(workers));
            Map<String, byte[]> shuffled = new LinkedHashMap<>();
            order.forEach(name -> shuffled.put(name, contents.get(name)));
            SampleFolder sample = write("s" + workers, shuffled);
            LocalSourceHost some = new LocalSourceHost(workers);
            PackedFile packed =
                    PackedFile.pack(some, sample.spec(), Set.of(), some.digest(sample.spec(), Set.of()), temp);
            byte[] bytes = Files.readAllBytes(Path.of(packed.file()));
            if (first != null) {
                assertArrayEquals(first, bytes);
                assertEquals(digest, packed.digest());
                assertEquals(checksums, packed.partSha256());
            }
            first = bytes;
            digest = packed.digest();
            checksums = packed.partSha256();
        }
        assertEquals(2, checksums.size());
    }

    @Test
    void checksumsEveryPartAlsoThoseWithHeadersWrittenTwice() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("a", SampleFolder.noise((8 << 20) - 250, 1))
                .file("b", SampleFolder.noise(20 << 20, 2))
                .file("c", SampleFolder.noise(3 << 20, 3))
                .file("d", SampleFolder.noise(1000, 4));
        PackedFile packed = sample.pack();
        assertEquals(8 << 20, packed.partSize());
        assertEquals(partsOf(packed), packed.partSha256());
        assertEquals(4, packed.partSha256().size());
    }

    @Test
    void partsGrowOnlyWhereTheirNumberDemandsIt() {
        long mib = 1 << 20;
        assertEquals(8 * mib, Parts.partSize(0));
        assertEquals(8 * mib, Parts.partSize(9_000 * 8 * mib));
        assertEquals(9 * mib, Parts.partSize(9_000 * 8 * mib + 1));
        long most = 5L << 40;
        assertTrue(most / Parts.partSize(most) <= 9_000);
        assertEquals(0, Parts.partSize(most) % mib);
    }

    @Test
    void storesWhatDoesNotCompressAndDeflatesTheRest() throws Exception {
        byte[] mixed = Arrays.copyOf(SampleFolder.text(4 * BLOCK, 1), 8 * BLOCK);
        System.arraycopy(SampleFolder.noise(4 * BLOCK, 2), 0, mixed, 4 * BLOCK, 4 * BLOCK);
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("noise.txt", SampleFolder.noise(100_000, 3))
                .file("large-noise.txt", SampleFolder.noise(8 * BLOCK, 4))
                .file("mixed", mixed)
                .file("text.jpg", SampleFolder.text(100_000, 5))
                .file("tiny", "ab");
        PackedFile packed = sample.pack();
        try (ZipFile zip = new ZipFile(packed.file())) {
            assertEquals(ZipEntry.STORED, zip.getEntry("noise.txt").getMethod());
            assertEquals(ZipEntry.STORED, zip.getEntry("tiny").getMethod());
            assertEquals(ZipEntry.DEFLATED, zip.getEntry("text.jpg").getMethod());
            assertTrue(zip.getEntry("text.jpg").getCompressedSize() < 60_000);
            long noise = zip.getEntry("large-noise.txt").getCompressedSize();
            assertTrue(noise > 8L * BLOCK && noise < 8L * BLOCK * 1.0002, "" + noise);
            long both = zip.getEntry("mixed").getCompressedSize();
            assertTrue(both > 4L * BLOCK && both < 6.5 * BLOCK, "" + both);
        }
    }

    @Test
    void givesModesWhereTheFileSystemHasNone() throws Exception {
        Path image = temp.resolve("image.zip");
        try (FileSystem noModes = FileSystems.newFileSystem(image, Map.of("create", "true"))) {
            Path root = Files.createDirectories(noModes.getPath("/src/scripts")).getParent();
            Files.writeString(root.resolve("appspec.yml"), SampleFolder.APP_SPEC);
            Files.writeString(root.resolve("scripts/start.cmd"), "echo");
            Files.writeString(root.resolve("scripts/stop"), "#!/bin/sh\n");
            Files.write(root.resolve("large"), shebang(3 * BLOCK));
            Files.writeString(root.resolve("plain"), "# !");
            SourceSpec spec = new SourceSpec("/src", List.of(), List.of(), null, Symlinks.FOLLOW);
            Tree tree = Tree.of(spec, root);
            assertFalse(tree.posix);
            tree.makeExecutable(Set.of("/scripts/start.cmd"));
            PackedFile packed = PackedFile.of(temp, sink -> Packer.pack(tree, 2, null, sink));
            assertEquals(
                    List.of(
                            "-rw-r--r-- appspec.yml",
                            "-rwxr-xr-x large",
                            "-rw-r--r-- plain",
                            "drwxr-xr-x scripts/",
                            "-rwxr-xr-x scripts/start.cmd",
                            "-rwxr-xr-x scripts/stop"),
                    modes(packed));
            assertEquals(packed.digest(), Packer.digest(again(spec, root), 1));
            assertNotEquals(packed.digest(), Packer.digest(Tree.of(spec, root), 1));
        }
    }

    @Test
    void modesOfTheFileSystemOutweighTheListOfExecutables() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("run", "#!/bin/sh");
        PackedFile packed = PackedFile.pack(host, sample.spec(), Set.of("run"), null, temp);
        assertEquals(List.of("-rw-r--r-- appspec.yml", "-rw-r--r-- run"), modes(packed));
    }

    @Test
    void failsWhenTheContentIsNoLongerWhatWasSurveyed() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("a", "1");
        String digest = host.digest(sample.spec(), Set.of());
        sample.file("a", "2");
        assertProblem("bundle.contentChanged", () -> host.pack(sample.spec(), Set.of(), digest));
        sample.file("a", "1");
        host.pack(sample.spec(), Set.of(), digest);
        Files.delete(sample.root.resolve("a"));
        assertProblem("bundle.contentChanged", () -> host.pack(sample.spec(), Set.of(), digest));
    }

    @Test
    void failsWhenAFileGrowsOrShrinksWhileItIsZipped() throws Exception {
        for (int length : new int[] {10, 3 * BLOCK, 2 * BLOCK + 1}) {
            SampleFolder sample =
                    SampleFolder.withAppSpec(temp.resolve("s" + length)).file("a", new byte[length]);
            Tree tree = Tree.of(sample.spec(), sample.root.toRealPath());
            sample.file("a", new byte[length + 1]);
            assertProblem("bundle.changed", () -> Packer.pack(tree, 2, null, PartSink.NONE));
            sample.file("a", new byte[length - 1]);
            assertProblem("bundle.changed", () -> Packer.pack(tree, 2, null, PartSink.NONE));
        }
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("a", new byte[20 * BLOCK]);
        Tree tree = Tree.of(sample.spec(), sample.root.toRealPath());
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> host.survey(sample.spec()));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Packer.pack(tree, 2, null, PartSink.NONE));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Packer.digest(tree, 2));
    }

    @Test
    void anEmptySourceMakesAnEmptyZip() throws Exception {
        PackedFile packed = new SampleFolder(temp.resolve("s")).pack();
        assertEquals(22, packed.size());
        assertEquals(1, packed.partSha256().size());
        assertTrue(SampleFolder.run(temp, "python3", "-m", "zipfile", "-l", packed.file())
                .startsWith("File Name"));
    }

    @Test
    void moreThan65535EntriesNeedZip64() throws Exception {
        for (int count : new int[] {65_534, 65_535, 66_000}) {
            PackedFile packed = PackedFile.of(temp, sink -> {
                try (Parts parts = new Parts(sink, count)) {
                    ZipWriter writer = new ZipWriter(parts);
                    List<Entry> entries = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        Entry entry = new Entry("d" + i, Entry.FOLDER, 0755, 0, null, null);
                        entry.offset = writer.position();
                        ByteBuffer header = ByteBuffer.allocate(100);
                        ZipWriter.localHeader(header, entry, entry.zipName());
                        writer.write(header.array(), header.position());
                        entries.add(entry);
                    }
                    writer.finish(entries);
                    return new Packed("zip", parts.size(), parts.partSize, parts.finish(), "0");
                }
            });
            try (ZipFile zip = new ZipFile(packed.file())) {
                assertEquals(count, zip.size());
            }
            assertTrue(SampleFolder.run(temp, "zipinfo", "-h", packed.file()).contains("number of entries: " + count));
            String python = "import sys,zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))";
            assertEquals(count + "\n", SampleFolder.run(temp, "python3", "-c", python, packed.file()));
        }
    }

    /** Whatever the sink holds on to: a part is not filled again while it is being sent. */
    @Test
    void noMoreThan64MiBAreInMemoryHoweverSlowTheSinkIs() throws Exception {
        byte[] block = SampleFolder.noise(1 << 20, 1);
        AtomicInteger sending = new AtomicInteger();
        CountDownLatch five = new CountDownLatch(5);
        CountDownLatch go = new CountDownLatch(1);
        PartSink slow = (number, bytes, sha256, content) -> {
            assertEquals(sha(bytes.duplicate()), sha256);
            sending.incrementAndGet();
            five.countDown();
            go.await();
            assertEquals(sha(bytes.duplicate()), sha256);
        };
        AtomicInteger written = new AtomicInteger();
        try (Parts parts = new Parts(slow, 0)) {
            Thread writer = new Thread(() -> {
                try {
                    while (written.get() < 100) {
                        parts.write(block, 0, block.length);
                        written.incrementAndGet();
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            writer.start();
            five.await();
            // all five takers wait for the test, so that nothing but the lack of memory can keep the writer waiting
            while (written.get() < 64 || writer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertEquals(5, sending.get());
            assertEquals(64, written.get());
            go.countDown();
            writer.join();
            assertEquals(13, parts.finish().size());
        }
    }

    @Test
    void aSinkThatFailsEndsThePacking() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("a", SampleFolder.noise(90 << 20, 1));
        IOException e = assertThrows(
                IOException.class,
                () -> host.pack(sample.spec(), Set.of(), null, (n, b, s, c) -> {
                    if (n == 3) {
                        throw new IOException("no more");
                    }
                }));
        assertEquals("no more", e.getMessage());
    }

    private static String sha(ByteBuffer bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    @Test
    void combinesChecksums() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = SampleFolder.noise(random.nextInt(5000), i);
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length + 1);
            int combined = Crc32.combine(
                    crc(Arrays.copyOf(bytes, cut)),
                    crc(Arrays.copyOfRange(bytes, cut, bytes.length)),
                    bytes.length - cut);
            assertEquals(crc(bytes), combined);
        }
    }

    private static int crc(byte[] bytes) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Around every boundary there is, in names too. */
    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("appspec.yml", SampleFolder.APP_SPEC.getBytes());
        int[] sizes = {
            0, 1, 2, 100, 16_383, 16_384, 16_385, 65_535, 65_536, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 5 * BLOCK + 7
        };
        for (int size : sizes) {
            contents.put("text/" + size, SampleFolder.text(size, size));
            contents.put("noise/" + size, SampleFolder.noise(size, size));
            contents.put("zero/" + size, new byte[size]);
        }
        for (int i = 0; i < 600; i++) {
            contents.put("many/" + i % 7 + "/" + i, SampleFolder.text(i * 10, i));
        }
        contents.put("ümläut/日本語/emoji-😀", SampleFolder.text(300, 1));
        contents.put("names/" + "n".repeat(250), new byte[] {1});
        contents.put("big", SampleFolder.noise(8 << 20, 9));
        return contents;
    }

    private SampleFolder write(String name, Map<String, byte[]> contents) throws Exception {
        SampleFolder sample = new SampleFolder(temp.resolve(name));
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            sample.file(file.getKey(), file.getValue());
        }
        return sample;
    }

    private static Tree again(SourceSpec spec, Path root) throws Exception {
        Tree tree = Tree.of(spec, root);
        tree.makeExecutable(Set.of("./scripts/start.cmd"));
        return tree;
    }

    private static byte[] shebang(int length) {
        byte[] bytes = SampleFolder.text(length, 1);
        bytes[0] = '#';
        bytes[1] = '!';
        return bytes;
    }

    private List<String> modes(PackedFile packed) throws Exception {
        return SampleFolder.run(temp, "zipinfo", packed.file())
                .lines()
                .filter(line -> line.contains(" unx "))
                .map(line -> line.substring(0, 10) + line.substring(line.lastIndexOf(' ')))
                .toList();
    }

    private static List<String> partsOf(PackedFile packed) throws Exception {
        List<String> parts = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(Path.of(packed.file()))) {
            for (long at = 0; at < packed.size(); at += packed.partSize()) {
                ByteBuffer part = ByteBuffer.allocate((int) Math.min(packed.partSize(), packed.size() - at));
                while (part.hasRemaining()) {
                    channel.read(part, at + part.position());
                }
                parts.add(Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(part.array())));
            }
        }
        return parts;
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static void assertProblem(String code, Attempt attempt) {
        EngineException e = assertThrows(EngineException.class, attempt::run);
        assertEquals(code, e.problem().summary().code());
    }
}
