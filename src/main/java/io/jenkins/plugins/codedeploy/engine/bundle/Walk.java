package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;

/** Goes through a source folder, visiting nothing that no pattern can take, and refuses links that lead astray. */
final class Walk {
    /** A folder on the way, with those above it, so that a link back into one of them is seen. */
    private static final class Folder {
        final Path path;
        final Path real;
        final String name;
        final Folder above;
        final Entry entry;
        boolean added;

        Folder(Path path, Path real, String name, @CheckForNull Folder above, @CheckForNull Entry entry) {
            this.path = path;
            this.real = real;
            this.name = name;
            this.above = above;
            this.entry = entry;
            this.added = entry == null;
        }
    }

    private static final int MAX_NAME = 0xFFFF;

    private final Tree tree;
    private final Globs globs;
    private final Symlinks symlinks;
    private final Deque<Folder> pending = new ArrayDeque<>();
    private final Set<String> warned = new TreeSet<>();

    Walk(@NonNull Tree tree, @NonNull Globs globs, @NonNull Symlinks symlinks) {
        this.tree = tree;
        this.globs = globs;
        this.symlinks = symlinks;
    }

    void run() throws InterruptedException, EngineException {
        pending.add(new Folder(tree.root, tree.root, "", null, null));
        while (!pending.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            list(pending.removeLast());
        }
    }

    private void list(Folder folder) throws EngineException {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.path)) {
            for (Path child : children) {
                String last = FileNames.last(child);
                String name = folder.name.isEmpty() ? last : folder.name + '/' + last;
                boolean taken = globs.takes(name);
                boolean below = globs.mayTakeBelow(name);
                if ((taken || below) && visit(folder, child, name, taken, below) && !names.add(last)) {
                    warn("bundle.caseAlone", name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder.name, e.getCause());
        } catch (IOException e) {
            throw unreadable(folder.name, e);
        }
    }

    /** Answers whether the path is in the bundle. */
    private boolean visit(Folder folder, Path child, String name, boolean taken, boolean below) throws EngineException {
        if (taken && name.indexOf('\uFFFD') >= 0 && !FileNames.isUtf8(child)) {
            throw new EngineException(Problem.of(Text.of("bundle.nameNotUtf8", name), Text.of("bundle.leaveOut")));
        }
        try {
            BasicFileAttributes attributes = tree.attributes(child, LinkOption.NOFOLLOW_LINKS);
            // A directory that is "other" too is a Windows junction.
            boolean link = attributes.isSymbolicLink() || attributes.isDirectory() && attributes.isOther();
            Path real = null;
            if (link && symlinks == Symlinks.KEEP) {
                if (taken) {
                    add(folder, keptLink(folder, child, name, attributes));
                }
                return taken;
            }
            if (link) {
                real = target(child, name, taken);
                if (real == null) {
                    return false;
                }
                attributes = tree.attributes(real);
                if (!taken && !attributes.isDirectory()) {
                    return false;
                }
                refuseAstray(folder, child, name, real);
            }
            if (attributes.isDirectory()) {
                folder(folder, child, name, real, attributes, taken, below);
            } else if (taken && attributes.isRegularFile()) {
                add(folder, tree.file(name, attributes, child));
            } else if (taken) {
                throw new EngineException(Problem.of(Text.of("bundle.specialFile", name), leaveOut()));
            }
            return taken;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private void folder(
            Folder above,
            Path path,
            String name,
            @CheckForNull Path real,
            BasicFileAttributes attributes,
            boolean taken,
            boolean below)
            throws EngineException {
        Path known = real != null ? real : above.real.resolve(above.path.relativize(path));
        Entry entry = new Entry(name, Entry.FOLDER, tree.mode(attributes), 0, null, null);
        Folder folder = new Folder(path, known, name, above, entry);
        if (taken) {
            add(above, entry);
            folder.added = true;
            if (name.equals(".git") || name.endsWith("/.git")) {
                warn("bundle.git", name);
            }
        }
        if (below) {
            pending.add(folder);
        }
    }

    private void add(Folder folder, Entry entry) throws EngineException {
        if (entry.name.length() > MAX_NAME / 3 && entry.zipName().length > MAX_NAME) {
            throw new EngineException(Problem.of(Text.of("bundle.nameTooLong", entry.name.substring(0, 100))));
        }
        for (Folder f = folder; f != null && !f.added; f = f.above) {
            tree.entries.add(f.entry);
            f.added = true;
        }
        tree.entries.add(entry);
        if (entry.name.indexOf('\\') >= 0) {
            warn("bundle.backslash", entry.name);
        }
        if (entry.name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            warn("bundle.controlCharacter", entry.name);
        }
    }

    /** The real path of what a link points to; null for one that leads nowhere and is not in the bundle anyway. */
    @CheckForNull
    private Path target(Path link, String name, boolean taken) throws IOException, EngineException {
        try {
            return link.toRealPath();
        } catch (FileSystemException e) {
            if (!taken) {
                return null;
            }
            String code = e instanceof NoSuchFileException ? "bundle.linkDangles" : "bundle.linkCycle";
            throw new EngineException(Problem.of(Text.of(code, name, Files.readSymbolicLink(link)), leaveOut()), e);
        }
    }

    private void refuseAstray(Folder folder, Path link, String name, Path real) throws EngineException {
        if (!real.startsWith(tree.root)) {
            throw new EngineException(Problem.of(Text.of("bundle.linkLeavesSource", name, real), leaveOut()));
        }
        for (Folder f = folder; f != null; f = f.above) {
            if (f.real.equals(real)) {
                throw new EngineException(Problem.of(Text.of("bundle.linkCycle", name, real), leaveOut()));
            }
        }
    }

    private Entry keptLink(Folder folder, Path link, String name, BasicFileAttributes attributes)
            throws IOException, EngineException {
        if (!attributes.isSymbolicLink()) {
            throw new EngineException(Problem.of(Text.of("bundle.specialFile", name), leaveOut()));
        }
        Path target = Files.readSymbolicLink(link);
        if (target.isAbsolute() || target.getRoot() != null) {
            throw new EngineException(Problem.of(Text.of("bundle.linkAbsolute", name, target), leaveOut()));
        }
        int depth = folder.name.isEmpty() ? 0 : folder.name.split("/").length;
        for (Path step : target) {
            String text = step.toString();
            depth += text.equals("..") ? -1 : text.equals(".") ? 0 : 1;
            if (depth < 0) {
                throw new EngineException(Problem.of(Text.of("bundle.linkLeavesSource", name, target), leaveOut()));
            }
        }
        // Through a link among its steps it could still lead out.
        if (Files.exists(link) && !link.toRealPath().startsWith(tree.root)) {
            throw new EngineException(Problem.of(Text.of("bundle.linkLeavesSource", name, target), leaveOut()));
        }
        return Entry.link(name, FileNames.target(folder.path, target));
    }

    private void warn(String code, String name) {
        if (warned.add(code)) {
            tree.warnings.add(Text.of(code, name));
        }
    }

    private static Text leaveOut() {
        return Text.of("bundle.leaveOut");
    }

    @NonNull
    static EngineException unreadable(@NonNull String name, @NonNull IOException e) {
        String reason = e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName().replaceFirst("Exception$", "");
        return new EngineException(Problem.of(Text.of("bundle.unreadable", name.isEmpty() ? "." : name, reason)), e);
    }
}
