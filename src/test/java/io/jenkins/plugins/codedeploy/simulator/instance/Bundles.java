package io.jenkins.plugins.codedeploy.simulator.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Makes bundles. A name that ends with a slash is a folder, a text that begins with {@code ->} a link. */
public final class Bundles {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Integer> modes = new LinkedHashMap<>();

    public static Bundles with(String appSpec) {
        return new Bundles().file("appspec.yml", appSpec);
    }

    public Bundles file(String name, String text) {
        return file(name, text, 0644);
    }

    public Bundles file(String name, String text, int mode) {
        texts.put(name, text);
        modes.put(name, mode);
        return this;
    }

    public Bundles script(String name, String... lines) {
        return file(name, "#!/bin/bash\n" + String.join("\n", lines) + "\n", 0755);
    }

    private boolean isLink(String name) {
        return texts.get(name).startsWith("->");
    }

    public byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (String name : texts.keySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(name);
                String text = texts.get(name);
                entry.setUnixMode(modes.get(name)
                        | (isLink(name)
                                ? UnixStat.LINK_FLAG
                                : name.endsWith("/") ? UnixStat.DIR_FLAG : UnixStat.FILE_FLAG));
                zip.putArchiveEntry(entry);
                zip.write((isLink(name) ? text.substring(2) : text).getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    public byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tar(bytes);
        return bytes.toByteArray();
    }

    public byte[] tgz() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            tar(gzip);
        }
        return bytes.toByteArray();
    }

    private void tar(OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
        for (String name : texts.keySet()) {
            byte[] text = texts.get(name).getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry =
                    isLink(name) ? new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK) : new TarArchiveEntry(name);
            if (isLink(name)) {
                entry.setLinkName(texts.get(name).substring(2));
            } else {
                entry.setMode(modes.get(name));
                entry.setSize(text.length);
            }
            tar.putArchiveEntry(entry);
            if (!isLink(name)) {
                tar.write(text);
            }
            tar.closeArchiveEntry();
        }
        tar.finish();
    }
}
