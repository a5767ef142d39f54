package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the central directory of a ZIP archive, and nothing else of it. The archive is untrusted: whatever its records
 * say is checked before it is used, and what tools read in different ways is rejected.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 6.3</a>
 */
final class ZipDirectory {
    static final int MOST_ENTRIES = 100_000;
    /** In bytes. */
    static final int LARGEST = 16 << 20;
    /** Longer names are rejected. In bytes. */
    static final int LONGEST_NAME = 4_096;

    /** Enough for the end record with the longest comment, and for the whole directory of most archives. In bytes. */
    private static final int TAIL = 128 << 10;

    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_LENGTH = 46;
    private static final int EXTRA_64 = 1;
    private static final int EXTRA_UNICODE_NAME = 0x7075;
    /** After its version and the CRC of the other name. */
    private static final int UNICODE_NAME_AT = 5;

    private static final int MAX_16 = 0xFFFF;
    private static final long MAX_32 = 0xFFFF_FFFFL;
    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0170000;
    private static final int SYMLINK = 0120000;

    private final ObjectRanges object;
    private final byte[] tail;
    private final long size;

    /** Where the directory is. In bytes, from the start of the object. */
    private record Place(long entries, long offset, long length, long end) {}

    private ZipDirectory(ObjectRanges object, ObjectRanges.Tail tail) {
        this.object = object;
        this.tail = tail.bytes();
        size = tail.size();
    }

    /** Returns the files by name, without directories. */
    @NonNull
    static Map<String, ArchiveFile> read(@NonNull ObjectRanges object) throws IncomparableException {
        ZipDirectory zip = new ZipDirectory(object, object.tail(TAIL));
        int end = zip.findEnd();
        Place place = zip.place(end);
        if (place.entries < 0 || place.offset < 0 || place.length < 0) {
            throw malformed();
        }
        if (place.entries > MOST_ENTRIES) {
            throw new IncomparableException(Text.of("changes.zip.entries", place.entries, MOST_ENTRIES));
        }
        if (place.length > LARGEST) {
            throw new IncomparableException(Text.of("changes.zip.large", place.length, LARGEST));
        }
        // no overflow: the length is small by now
        if (place.offset != place.end - place.length || place.entries * HEADER_LENGTH > place.length) {
            throw malformed();
        }
        return files(zip.bytes(place.offset, (int) place.length), (int) place.entries);
    }

    /** The last record with this signature, which is the one that tools take. Its comment must end with the object. */
    private int findEnd() throws IncomparableException {
        for (int at = tail.length - END_LENGTH; at >= 0 && at >= tail.length - END_LENGTH - MAX_16; at--) {
            ByteBuffer record = buffer(tail, at, END_LENGTH);
            if (record.getInt(0) == END) {
                if (at + END_LENGTH + unsigned(record, 20) != tail.length) {
                    throw malformed();
                }
                return at;
            }
        }
        throw new IncomparableException(Text.of("changes.zip.none"));
    }

    private Place place(int at) throws IncomparableException {
        ByteBuffer end = buffer(tail, at, END_LENGTH);
        int disk = unsigned(end, 4);
        int firstDisk = unsigned(end, 6);
        int onDisk = unsigned(end, 8);
        int entries = unsigned(end, 10);
        long length = end.getInt(12) & MAX_32;
        long offset = end.getInt(16) & MAX_32;
        long position = size - tail.length + at;
        int locator = at - LOCATOR_LENGTH;
        boolean hasLocator =
                locator >= 0 && buffer(tail, locator, LOCATOR_LENGTH).getInt(0) == LOCATOR;
        if (hasLocator) {
            Place large = place64(locator);
            if (is(entries, MAX_16, large.entries)
                    && is(length, MAX_32, large.length)
                    && is(offset, MAX_32, large.offset)) {
                return large;
            }
            throw malformed();
        }
        if (disk != 0 || firstDisk != 0 || onDisk != entries || length == MAX_32 || offset == MAX_32) {
            throw malformed();
        }
        return new Place(entries, offset, length, position);
    }

    /** Whether a field of the end record refers to the larger record or says the same. */
    private static boolean is(long field, long reference, long value) {
        return field == reference || field == value;
    }

    private Place place64(int locatorAt) throws IncomparableException {
        ByteBuffer locator = buffer(tail, locatorAt, LOCATOR_LENGTH);
        long at = locator.getLong(8);
        long before = size - tail.length + locatorAt;
        // without the extensible data that no archiver writes, so that there is one place where it can be
        if (locator.getInt(4) != 0 || at != before - END_64_LENGTH || at < 0) {
            throw malformed();
        }
        ByteBuffer end = buffer(bytes(at, END_64_LENGTH), 0, END_64_LENGTH);
        if (end.getInt(0) != END_64
                || end.getLong(4) != END_64_LENGTH - 12
                || end.getInt(16) != 0
                || end.getInt(20) != 0
                || end.getLong(24) != end.getLong(32)) {
            throw malformed();
        }
        return new Place(end.getLong(32), end.getLong(48), end.getLong(40), at);
    }

    private static Map<String, ArchiveFile> files(byte[] directory, int entries) throws IncomparableException {
        Map<String, ArchiveFile> files = new TreeMap<>();
        int at = 0;
        for (int i = 0; i < entries; i++) {
            ByteBuffer header = buffer(directory, at, HEADER_LENGTH);
            int nameLength = unsigned(header, 28);
            int extraLength = unsigned(header, 30);
            int length = HEADER_LENGTH + nameLength + extraLength + unsigned(header, 32);
            if (header.getInt(0) != HEADER || length > directory.length - at || nameLength == 0) {
                throw malformed();
            }
            if (nameLength > LONGEST_NAME) {
                throw new IncomparableException(Text.of("changes.zip.name", LONGEST_NAME));
            }
            byte[] name = Arrays.copyOfRange(directory, at + HEADER_LENGTH, at + HEADER_LENGTH + nameLength);
            ByteBuffer extra = buffer(directory, at + HEADER_LENGTH + nameLength, extraLength);
            add(files, new ArchiveFile(text(name), size(header, extra, name), header.getInt(16), isSymlink(header)));
            at += length;
        }
        if (at != directory.length) {
            throw malformed();
        }
        return files;
    }

    private static void add(Map<String, ArchiveFile> files, ArchiveFile file) throws IncomparableException {
        boolean directory = file.name().endsWith("/");
        if (!directory && files.put(file.name(), file) != null) {
            throw new IncomparableException(Text.of("changes.zip.twice", file.name()));
        }
    }

    private static boolean isSymlink(ByteBuffer header) {
        int mode = header.getInt(38) >>> 16;
        return header.get(5) == UNIX && (mode & FILE_TYPE) == SYMLINK;
    }

    /** In bytes, unpacked. Some tools take the name from the extra fields, so that there must be no other. */
    private static long size(ByteBuffer header, ByteBuffer extra, byte[] name) throws IncomparableException {
        long size = header.getInt(24) & MAX_32;
        long large = -1;
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & MAX_16;
            int length = extra.getShort() & MAX_16;
            if (length > extra.remaining()) {
                throw malformed();
            }
            byte[] value = new byte[length];
            extra.get(value);
            if (id == EXTRA_UNICODE_NAME
                    && (length < UNICODE_NAME_AT
                            || !Arrays.equals(name, Arrays.copyOfRange(value, UNICODE_NAME_AT, length)))) {
                throw new IncomparableException(Text.of("changes.zip.names", text(name)));
            }
            if (id == EXTRA_64 && length >= Long.BYTES && large < 0) {
                large = buffer(value, 0, Long.BYTES).getLong();
            }
        }
        if (size == MAX_32 && large < 0) {
            throw malformed();
        }
        return size == MAX_32 ? large : size;
    }

    private static String text(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(name, StandardCharsets.ISO_8859_1);
        }
    }

    private byte[] bytes(long offset, int count) throws IncomparableException {
        long inTail = offset - (size - tail.length);
        return inTail >= 0 ? Arrays.copyOfRange(tail, (int) inTail, (int) inTail + count) : object.read(offset, count);
    }

    private static ByteBuffer buffer(byte[] from, int offset, int count) throws IncomparableException {
        if (offset < 0 || count > from.length - offset) {
            throw malformed();
        }
        return ByteBuffer.wrap(from, offset, count).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned(ByteBuffer from, int index) {
        return from.getShort(index) & MAX_16;
    }

    private static IncomparableException malformed() {
        return new IncomparableException(Text.of("changes.zip.malformed"));
    }
}
