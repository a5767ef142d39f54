package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A file as the directory of an archive describes it. The archive can be wrong.
 *
 * @param name any text
 * @param size in bytes
 * @param crc CRC-32
 */
record ArchiveFile(@NonNull String name, long size, int crc, boolean symlink) {
    boolean hasSameContentAs(ArchiveFile other) {
        return size == other.size && crc == other.crc && symlink == other.symlink;
    }
}
