package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * A folder for the archive of one push, beside those of other pushes. Whoever makes one removes what pushes of killed
 * processes left beside it. It deletes only files and folders that have names of its own, and follows no links.
 */
public final class ScratchFolder implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ScratchFolder.class.getName());
    private static final Pattern NAME = Pattern.compile("push-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lock;

    private ScratchFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A name that no other push has. */
    @NonNull
    public static String newName() {
        return "push-" + UUID.randomUUID();
    }

    /**
     * A folder that counts as used until it is closed or this process ends. For processes that know nothing of each other.
     *
     * @param parent existing or not
     */
    @NonNull
    @SuppressWarnings("try")
    public static synchronized ScratchFolder locked(@NonNull Path parent) throws IOException {
        checkFolder(parent);
        // between making a folder and locking it, it would look like a leftover
        try (FileChannel making = openLock(parent);
                FileLock ignored = making.lock()) {
            Path path = make(parent, newName(), ScratchFolder::isLocked);
            FileChannel lock = openLock(path);
            lock.lock();
            return new ScratchFolder(path, lock);
        }
    }

    /**
     * Makes a folder, and removes the leftovers beside it.
     *
     * @param parent existing or not
     * @param name of {@link #newName}
     * @param inUse asked for each folder beside it
     */
    @NonNull
    public static Path make(@NonNull Path parent, @NonNull String name, @NonNull Predicate<Path> inUse)
            throws IOException {
        checkFolder(parent);
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, "push-*")) {
            for (Path other : others) {
                if (NAME.matcher(String.valueOf(other.getFileName())).matches() && !inUse.test(other)) {
                    remove(other);
                }
            }
        }
        Path made = Files.createDirectory(parent.resolve(name));
        if (!Files.getOwner(made).equals(Files.getOwner(parent))) {
            Files.delete(made);
            throw new IOException(parent + " belongs to another user");
        }
        return made;
    }

    /** With the archives in it. What cannot be removed stays for the next push. */
    public static void remove(@NonNull Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            try (DirectoryStream<Path> archives =
                    Files.newDirectoryStream(folder, Packer.PREFIX + "*" + Packer.SUFFIX)) {
                for (Path archive : archives) {
                    Files.deleteIfExists(archive);
                }
            }
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            LOGGER.log(Level.FINE, "{0} contains other files", folder);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Could not delete " + folder, e);
        }
    }

    @NonNull
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        remove(path);
    }

    private static void checkFolder(Path parent) throws IOException {
        if (!Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(parent);
        } else if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(parent + " is not a folder");
        }
    }

    private static FileChannel openLock(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isLocked(Path folder) {
        if (!Files.exists(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = openLock(folder);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Could not list " + folder, e);
            return true;
        }
    }
}
