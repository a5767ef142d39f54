package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A zip's headers. Written here rather than by a library so that an agent loads two kilobytes instead of a jar, and so
 * that a large file's header can be completed once its blocks, deflated in parallel, have been written.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 6.3</a>
 */
final class ZipWriter {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    /** Of a local header, in bytes: its name has at most 65,535. */
    static final int MAX_HEADER = 30 + 0xFFFF + 20;

    private static final long MAX_32 = 0xFFFF_FFFFL;
    private static final int MAX_16 = 0xFFFF;
    private static final int UTF_8_NAMES = 1 << 11;
    private static final int UNIX_ZIP64 = 3 << 8 | 45;
    /** 1 January 1980, 00:00: the content alone makes the archive. */
    private static final int DOS_TIME = 1 << 21 | 1 << 16;

    private final Parts parts;

    /** @param parts receives every byte that is written */
    ZipWriter(@NonNull Parts parts) {
        this.parts = parts;
    }

    long position() {
        return parts.size();
    }

    void write(byte[] bytes, int length) throws IOException, InterruptedException {
        write(ByteBuffer.wrap(bytes, 0, length));
    }

    static int headerLength(Entry entry, byte[] name) {
        return 30 + name.length + (mayNeedZip64(entry) ? 20 : 0);
    }

    static void localHeader(ByteBuffer to, Entry entry, byte[] name) {
        boolean zip64 = mayNeedZip64(entry);
        to.order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(0x04034b50).putShort((short) (zip64 ? 45 : 20));
        common(to, entry, zip64 ? MAX_32 : entry.packedSize, zip64 ? MAX_32 : entry.size);
        to.putShort((short) name.length).putShort((short) (zip64 ? 20 : 0)).put(name);
        if (zip64) {
            to.putShort((short) 1).putShort((short) 16).putLong(entry.size).putLong(entry.packedSize);
        }
    }

    /** The header that is written next is completed later. */
    void hold(Entry entry) {
        parts.hold(position(), position() + headerLength(entry, entry.zipName()));
    }

    /** Completes the header of a large file, written before its CRC and packed size were known. */
    void complete(Entry entry) {
        byte[] name = entry.zipName();
        ByteBuffer header = ByteBuffer.allocate(headerLength(entry, name));
        localHeader(header, entry, name);
        parts.settle(entry.offset, header.array());
    }

    /** The archive's directory. */
    void finish(List<Entry> entries) throws IOException, InterruptedException {
        long start = position();
        ByteBuffer to = ByteBuffer.allocate(2 * MAX_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        for (Entry entry : entries) {
            if (to.remaining() < MAX_HEADER + 46) {
                write(to.flip());
                to.clear();
            }
            directoryEntry(to, entry);
        }
        write(to.flip());
        to.clear();
        end(to, entries.size(), start, position() - start);
        write(to.flip());
    }

    private static void directoryEntry(ByteBuffer to, Entry entry) {
        byte[] name = entry.zipName();
        boolean bigSize = entry.size >= MAX_32;
        boolean bigPacked = entry.packedSize >= MAX_32;
        boolean farOff = entry.offset >= MAX_32;
        int extra = 8 * ((bigSize ? 1 : 0) + (bigPacked ? 1 : 0) + (farOff ? 1 : 0));
        to.putInt(0x02014b50).putShort((short) UNIX_ZIP64).putShort((short) (extra > 0 ? 45 : 20));
        common(to, entry, Math.min(entry.packedSize, MAX_32), Math.min(entry.size, MAX_32));
        to.putShort((short) name.length).putShort((short) (extra > 0 ? extra + 4 : 0));
        to.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        int unixType = entry.type == Entry.FOLDER ? 0040000 : entry.type == Entry.LINK ? 0120000 : 0100000;
        to.putInt((unixType | entry.mode) << 16 | (entry.type == Entry.FOLDER ? 0x10 : 0));
        to.putInt((int) Math.min(entry.offset, MAX_32)).put(name);
        if (extra > 0) {
            to.putShort((short) 1).putShort((short) extra);
            if (bigSize) {
                to.putLong(entry.size);
            }
            if (bigPacked) {
                to.putLong(entry.packedSize);
            }
            if (farOff) {
                to.putLong(entry.offset);
            }
        }
    }

    /** From the flags to the sizes: the same in both headers. */
    private static void common(ByteBuffer to, Entry entry, long packedSize, long size) {
        to.putShort((short) UTF_8_NAMES).putShort((short) entry.method).putInt(DOS_TIME);
        to.putInt(entry.crc).putInt((int) packedSize).putInt((int) size);
    }

    private void end(ByteBuffer to, int entries, long start, long size) {
        if (entries >= MAX_16 || start >= MAX_32 || size >= MAX_32) {
            to.putInt(0x06064b50).putLong(44).putShort((short) UNIX_ZIP64).putShort((short) 45);
            to.putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(size)
                    .putLong(start);
            to.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1);
        }
        to.putInt(0x06054b50).putInt(0);
        to.putShort((short) Math.min(entries, MAX_16)).putShort((short) Math.min(entries, MAX_16));
        to.putInt((int) Math.min(size, MAX_32))
                .putInt((int) Math.min(start, MAX_32))
                .putShort((short) 0);
    }

    /** Before it is deflated: what does not compress grows by 5 bytes in 64 KiB. */
    private static boolean mayNeedZip64(Entry entry) {
        return entry.size + entry.size / 1000 >= MAX_32;
    }

    private void write(ByteBuffer bytes) throws IOException, InterruptedException {
        parts.write(bytes.array(), bytes.position(), bytes.remaining());
    }
}
