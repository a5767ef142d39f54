package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An archive that a build made itself. It is sent as it is; nothing of it is unpacked but its AppSpec's text. */
final class ReadyArchive {
    private static final int TAR_BLOCK = 512;

    private final Path file;
    private final String type;

    private ReadyArchive(Path file, String type) {
        this.file = file;
        this.type = type;
    }

    /** Null for a file whose name is not that of an archive that CodeDeploy unpacks. */
    @CheckForNull
    static ReadyArchive at(@NonNull Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String type = name.endsWith(".zip")
                ? "zip"
                : name.endsWith(".tar") ? "tar" : name.endsWith(".tgz") || name.endsWith(".tar.gz") ? "tgz" : null;
        return type == null ? null : new ReadyArchive(file, type);
    }

    @NonNull
    Survey survey(@NonNull SourceSpec source) throws IOException, InterruptedException, EngineException {
        ArchiveContents contents = contents(Visitor.NONE);
        List<Text> warnings = new ArrayList<>(contents.warnings());
        if (!source.includes().isEmpty() || !source.excludes().isEmpty()) {
            warnings.add(Text.of("bundle.patternsIgnored", file));
        }
        String name = contents.appSpecName();
        return new Survey(
                type, true, contents.files(), Files.size(file), name, contents.appSpecContent(), true, warnings);
    }

    /** What is handed every entry. */
    private interface Visitor {
        Visitor NONE = (name, folder, target, content) -> {};

        /**
         * @param target of a link; null for others, and in a zip, which keeps that apart
         * @param content only to be read at once
         */
        void visit(String name, boolean folder, @CheckForNull String target, Content content) throws IOException;
    }

    private interface Content {
        byte[] head() throws IOException;
    }

    @NonNull
    List<Finding> inspect(@NonNull InstallPlan plan) throws InterruptedException, EngineException {
        List<Entry> all = new ArrayList<>();
        Map<String, byte[]> heads = new HashMap<>();
        ArchiveContents contents = contents((given, folder, target, content) -> {
            String name = FileNames.normalise(given.replace('\\', '/'));
            all.add(
                    target == null
                            ? new Entry(name, folder ? Entry.FOLDER : Entry.FILE, 0, 0, null, null)
                            : Entry.link(name, target));
            boolean script = plan.scripts().stream().anyMatch(s -> name.endsWith(s.path()));
            if (script && !folder && target == null && !plan.windows()) {
                heads.put(name, content.head());
            }
        });
        String root = contents.root();
        List<Entry> entries = all.stream()
                .filter(entry -> entry.name.length() > root.length() && entry.name.startsWith(root))
                .map(entry -> entry.named(entry.name.substring(root.length())))
                .sorted(Comparator.comparing(entry -> entry.name))
                .toList();
        BundleNames names = new BundleNames(entries, plan.windows(), true);
        List<Finding> findings = new ArrayList<>(new InstallCheck(plan, names).run());
        for (InstallPlan.Script script : plan.scripts()) {
            Entry found = names.file(script.path());
            byte[] head = found == null ? null : heads.get(root + found.name);
            if (head != null) {
                findings.addAll(ScriptHead.check(script, head));
            }
        }
        return findings;
    }

    @NonNull
    String digest() throws IOException, InterruptedException {
        return read((bytes, length) -> {});
    }

    @NonNull
    Packed pack(@CheckForNull String expectedDigest, @NonNull PartSink sink)
            throws IOException, InterruptedException, EngineException {
        try (Parts parts = new Parts(sink, Files.size(file))) {
            String digest = read((bytes, length) -> {
                parts.packed(length);
                parts.write(bytes, 0, length);
            });
            Packer.requireSame(expectedDigest, digest);
            List<String> checksums = parts.finish();
            return new Packed(type, parts.size(), parts.partSize, checksums, digest);
        }
    }

    private interface Taker {
        void take(byte[] bytes, int length) throws IOException, InterruptedException;
    }

    /** Reads the archive once; answers its digest. */
    private String read(Taker taker) throws IOException, InterruptedException {
        MessageDigest sha256 = Sha256.digest();
        byte[] buffer = new byte[1 << 17];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                sha256.update(buffer, 0, length);
                taker.take(buffer, length);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private ArchiveContents contents(Visitor visitor) throws InterruptedException, EngineException {
        ArchiveContents contents = new ArchiveContents(file);
        try {
            if (type.equals("zip")) {
                readZip(contents, visitor);
            } else {
                try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                        InputStream in = type.equals("tgz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
                    readTar(in, contents, visitor);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.getMessage() != null ? e.getMessage() : "it ends too early";
            Text text = Text.of("bundle.archiveBroken", file, type, reason);
            throw new EngineException(Problem.of(text, Text.of("bundle.archiveBroken.fix")), e);
        }
        return contents;
    }

    private void readZip(ArchiveContents contents, Visitor visitor)
            throws IOException, InterruptedException, EngineException {
        try (ZipFile zip = open()) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (contents.add(entry.getName(), entry.isDirectory())) {
                    try (InputStream text = zip.getInputStream(entry)) {
                        contents.appSpec(text);
                    }
                }
                visitor.visit(entry.getName(), entry.isDirectory(), null, () -> head(zip, entry));
            }
        }
    }

    private static byte[] head(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(ScriptHead.LENGTH);
        }
    }

    /** Names of old zips may be in any charset: those that matter here are ASCII. */
    private ZipFile open() throws IOException {
        Charset[] charsets = {StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1};
        try {
            return new ZipFile(file.toFile(), charsets[0]);
        } catch (IOException e) {
            return new ZipFile(file.toFile(), charsets[1]);
        }
    }

    private static void readTar(InputStream in, ArchiveContents contents, Visitor visitor)
            throws IOException, InterruptedException, EngineException {
        long[] length = {0};
        InputStream counted = new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] to, int at, int most) throws IOException {
                int read = in.read(to, at, most);
                length[0] += Math.max(0, read);
                return read;
            }

            @Override
            public long skip(long n) throws IOException {
                long skipped = in.skip(n);
                length[0] += skipped;
                return skipped;
            }
        };
        try (TarArchiveInputStream tar = new TarArchiveInputStream(counted, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isCheckSumOK()) {
                    throw new IOException("a header's checksum is wrong");
                }
                if (contents.add(entry.getName(), entry.isDirectory()) && entry.isFile()) {
                    contents.appSpec(tar);
                }
                String target = entry.isSymbolicLink() ? entry.getLinkName() : null;
                visitor.visit(entry.getName(), entry.isDirectory(), target, () -> tar.readNBytes(ScriptHead.LENGTH));
            }
            // To the end of what is compressed, where its checksum is.
            counted.transferTo(OutputStream.nullOutputStream());
            if (length[0] == 0 || length[0] % TAR_BLOCK != 0) {
                throw new EOFException();
            }
        }
    }
}
