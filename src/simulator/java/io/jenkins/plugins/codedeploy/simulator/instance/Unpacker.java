package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Unpacks a bundle as the agent does with {@code unzip -qo} and {@code tar -xps}: modes and links kept (but for special bits in a zip), no
 * escape.
 */
final class Unpacker {
    private static final int BLOCK = 512;

    private final Path target;
    private final String name;

    private Unpacker(Path target, String name) {
        this.target = target;
        this.name = name;
    }

    /**
     * @param type zip, tgz or anything else, which the agent takes for tar
     * @param name of the bundle on the instance
     */
    static void unpack(@NonNull Path bundle, @NonNull String name, @CheckForNull String type, @NonNull Path target)
            throws IOException, AgentFailure {
        Files.createDirectories(target);
        Unpacker unpacker = new Unpacker(target, name);
        if ("zip".equals(type)) {
            unpacker.zip(bundle);
        } else {
            unpacker.tar(bundle, "tgz".equals(type));
        }
        stripTopFolder(target);
    }

    private void zip(Path bundle) throws IOException, AgentFailure {
        try (ZipFile zip = ZipFile.builder().setPath(bundle).get()) {
            List<ZipArchiveEntry> folders = new ArrayList<>();
            for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
                ZipArchiveEntry entry = all.nextElement();
                if (entry.isDirectory()) {
                    folder(entry.getName());
                    folders.add(entry);
                } else if (entry.isUnixSymlink()) {
                    link(entry.getName(), zip.getUnixSymlink(entry));
                } else {
                    try (InputStream content = zip.getInputStream(entry)) {
                        file(entry.getName(), content, entry.getUnixMode() == 0 ? 0644 : entry.getUnixMode() & 0777);
                    }
                }
            }
            for (ZipArchiveEntry entry : folders) {
                Disk.mode(place(entry.getName()), entry.getUnixMode() == 0 ? 0755 : entry.getUnixMode() & 0777);
            }
        } catch (IOException e) {
            throw broken(
                    e,
                    Files.size(bundle) == 0
                            ? "File " + name + " has zero size. Did you mean to pass the create flag?"
                            : "Zip end of central directory signature not found");
        }
    }

    private void tar(Path bundle, boolean gzip) throws IOException, AgentFailure {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(bundle));
                InputStream plain = new BufferedInputStream(gzip ? gunzip(raw) : decompressed(raw))) {
            requireTar(plain);
            TarArchiveInputStream tar = new TarArchiveInputStream(plain);
            List<TarArchiveEntry> folders = new ArrayList<>();
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isDirectory()) {
                    folder(entry.getName());
                    folders.add(entry);
                } else if (entry.isSymbolicLink()) {
                    link(entry.getName(), entry.getLinkName());
                } else if (entry.isLink()) {
                    Path file = free(entry.getName());
                    Files.createLink(file, place(entry.getLinkName()));
                } else {
                    file(entry.getName(), tar, entry.getMode());
                }
            }
            for (TarArchiveEntry entry : folders) {
                Disk.mode(place(entry.getName()), entry.getMode());
            }
        } catch (IOException e) {
            throw broken(e, "Error extracting tar archive: 2");
        }
    }

    /** GNU tar detects compression from the first bytes of a file. */
    private static InputStream decompressed(InputStream raw) throws IOException {
        raw.mark(4);
        byte[] magic = raw.readNBytes(3);
        raw.reset();
        if (magic.length == 3 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b) {
            return gunzip(raw);
        }
        return new String(magic, StandardCharsets.ISO_8859_1).equals("BZh") ? new BZip2CompressorInputStream(raw) : raw;
    }

    /** The first block has to be a header, or zeros: an archive of nothing. */
    private static void requireTar(InputStream plain) throws IOException {
        plain.mark(BLOCK + 1);
        byte[] block = plain.readNBytes(BLOCK);
        plain.reset();
        boolean zeros = true;
        for (byte one : block) {
            zeros &= one == 0;
        }
        if (block.length < BLOCK || !zeros && !TarUtils.verifyCheckSum(block)) {
            throw new IOException("This does not look like a tar archive");
        }
    }

    private static InputStream gunzip(InputStream raw) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(raw)
                .setDecompressConcatenated(true)
                .get();
    }

    private static AgentFailure broken(IOException cause, String message) {
        AgentFailure failure = new AgentFailure(message);
        failure.initCause(cause);
        return failure;
    }

    private void folder(String name) throws IOException, AgentFailure {
        Path folder = place(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    private void file(String name, InputStream content, int mode) throws IOException, AgentFailure {
        Path file = free(name);
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        Disk.mode(file, mode);
    }

    private void link(String name, String to) throws IOException, AgentFailure {
        Files.createSymbolicLink(free(name), Path.of(to));
    }

    private Path free(String name) throws IOException, AgentFailure {
        Path file = place(name);
        Path parent = file.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        if (parent != null && !parent.toRealPath().startsWith(target.toRealPath())) {
            throw new AgentFailure("Error extracting archive: " + name + " leads out of it through a link");
        }
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        } else {
            throw new FileAlreadyExistsException(name);
        }
        return file;
    }

    private Path place(String name) throws AgentFailure {
        Path place = target.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!place.startsWith(target)) {
            throw new AgentFailure("Error extracting archive: " + name + " leads out of it");
        }
        return place;
    }

    /** One top folder that holds the AppSpec is stripped, as GitHub's archives have one. */
    private static void stripTopFolder(Path target) throws IOException {
        List<Path> top = children(target);
        if (top.size() != 1 || !Files.isDirectory(top.get(0), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean appSpec = children(top.get(0)).stream()
                .anyMatch(p ->
                        String.valueOf(p.getFileName()).toLowerCase(Locale.ROOT).contains("appspec"));
        if (appSpec) {
            Path aside = target.resolveSibling("deployment-archive-temp");
            Disk.delete(aside);
            Files.move(target, aside);
            Files.move(aside.resolve(top.get(0).getFileName()), target);
            Files.delete(aside);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
