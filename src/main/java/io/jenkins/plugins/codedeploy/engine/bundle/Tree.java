package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a bundle will hold, sorted by path: names, types, modes and sizes, no contents. */
final class Tree {
    final Path root;
    final boolean posix;
    final List<Entry> entries;
    final List<Text> warnings = new ArrayList<>();
    /** As the source has it; null where there is none. */
    @CheckForNull
    String appSpecName;

    private Tree(Path root, List<Entry> entries) throws IOException {
        this.root = root;
        this.posix = keepsModes(root);
        this.entries = entries;
    }

    /** @param path existing folder, or a file that is bundled with the AppSpec named for it */
    @NonNull
    static Tree of(@NonNull SourceSpec source, @NonNull Path path)
            throws IOException, InterruptedException, EngineException {
        Tree tree;
        if (Files.isDirectory(path)) {
            tree = new Tree(path.toRealPath(), new ArrayList<>());
            new Walk(tree, new Globs(source.includes(), source.excludes()), source.symlinks()).run();
            if (source.appSpec() == null) {
                tree.renameAppSpec();
            }
            if (source.appSpec() == null && tree.appSpec() == null && Files.exists(path.resolve(AppSpecName.YML))) {
                tree.warnings.add(Text.of("bundle.appSpecLeftOut", AppSpecName.YML));
            }
        } else {
            Path real = path.toRealPath();
            tree = new Tree(real.resolveSibling(""), new ArrayList<>());
            String name = FileNames.last(path);
            tree.entries.add(tree.file(name, tree.attributes(real), real));
            if (source.appSpec() == null) {
                throw new InvalidInputException("appSpec", Text.of("bundle.fileNeedsAppSpec", path));
            }
            if (!source.includes().isEmpty() || !source.excludes().isEmpty()) {
                tree.warnings.add(Text.of("bundle.patternsIgnored", path));
            }
        }
        if (source.appSpec() != null) {
            tree.placeAppSpec(path, source.appSpec());
        }
        tree.entries.sort(Comparator.comparing(entry -> entry.name));
        return tree;
    }

    /** The AppSpec at the root, or null. */
    @CheckForNull
    Entry appSpec() {
        return entries.stream()
                .filter(entry -> entry.type != Entry.FOLDER && entry.name.equals(AppSpecName.YML))
                .findFirst()
                .orElse(null);
    }

    /** Instances that run Linux find no AppSpec by another name. */
    private void renameAppSpec() {
        appSpecName = AppSpecName.best(entries.stream()
                .filter(entry -> entry.type != Entry.FOLDER)
                .map(entry -> entry.name)
                .toList());
        if (appSpecName != null && !appSpecName.equals(AppSpecName.YML)) {
            warnings.add(Text.of("bundle.appSpecRenamed", appSpecName, AppSpecName.YML));
            entries.replaceAll(entry -> entry.name.equals(appSpecName)
                    ? new Entry(
                            AppSpecName.YML,
                            entry.type,
                            entry.mode,
                            entry.size,
                            entry.target == null ? entry.in(root) : root.resolve(appSpecName),
                            entry.target)
                    : entry);
        }
    }

    long files() {
        return entries.stream().filter(e -> e.type != Entry.FOLDER).count();
    }

    long bytes() {
        return entries.stream().mapToLong(e -> e.size).sum();
    }

    /** A file as it is found; its path is remembered only where its name does not lead to it. */
    @NonNull
    Entry file(@NonNull String name, @NonNull BasicFileAttributes attributes, @NonNull Path path) {
        boolean straight = !FileNames.isDoubtful(name) && path.equals(root.resolve(name));
        return new Entry(name, Entry.FILE, mode(attributes), attributes.size(), straight ? null : path, null);
    }

    @NonNull
    BasicFileAttributes attributes(@NonNull Path path, LinkOption... options) throws IOException {
        Class<? extends BasicFileAttributes> kind = posix ? PosixFileAttributes.class : BasicFileAttributes.class;
        return Files.readAttributes(path, kind, options);
    }

    int mode(@NonNull BasicFileAttributes attributes) {
        if (!(attributes instanceof PosixFileAttributes)) {
            return attributes.isDirectory() ? 0755 : 0644;
        }
        int mode = 0;
        for (PosixFilePermission permission : ((PosixFileAttributes) attributes).permissions()) {
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }

    /** Makes hook scripts executable where the file system cannot say that they are. */
    void makeExecutable(@NonNull Set<String> paths) {
        if (!posix && !paths.isEmpty()) {
            Set<String> names = new HashSet<>();
            paths.forEach(path -> names.add(FileNames.normalise(path)));
            entries.stream()
                    .filter(e -> e.type == Entry.FILE && names.contains(e.name))
                    .forEach(e -> e.mode = 0755);
        }
    }

    private void placeAppSpec(Path source, String appSpec) throws EngineException {
        Path file = Files.isDirectory(source) ? source.resolve(appSpec) : source.resolveSibling(appSpec);
        try {
            Path real = file.toRealPath();
            BasicFileAttributes attributes = attributes(real);
            if (attributes.isRegularFile()) {
                entries.removeIf(e -> e.name.equals(AppSpecName.YML) && e.type != Entry.FOLDER);
                entries.add(file(AppSpecName.YML, attributes, real));
                appSpecName = AppSpecName.YML;
                return;
            }
        } catch (IOException e) {
            throw new EngineException(Problem.of(Text.of("bundle.noAppSpecFile", file)), e);
        }
        throw new EngineException(Problem.of(Text.of("bundle.noAppSpecFile", file)));
    }

    private static boolean keepsModes(Path root) throws IOException {
        FileStore store = Files.getFileStore(root);
        return root.getFileSystem().supportedFileAttributeViews().contains("posix")
                && store.supportsFileAttributeView(PosixFileAttributeView.class);
    }
}
