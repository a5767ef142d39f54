package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The local machine, for one push at a time: the other operations reuse the list of files of the last {@link #survey}. */
public final class LocalSourceHost implements SourceHost {
    private static final int MAX_WORKERS = 16;

    private final int workers;
    /** The last survey; null if there was none. */
    private Surveyed surveyed;

    private record Surveyed(SourceSpec source, Tree tree) {}

    public LocalSourceHost() {
        this(Math.min(Runtime.getRuntime().availableProcessors(), MAX_WORKERS));
    }

    /** @param workers threads that read and deflate; the results do not depend on their number */
    public LocalSourceHost(int workers) {
        this.workers = workers;
    }

    @Override
    @NonNull
    public Survey survey(@NonNull SourceSpec source) throws IOException, InterruptedException, EngineException {
        Path path = locate(source);
        ReadyArchive archive = archive(source, path);
        if (archive != null) {
            return archive.survey(source);
        }
        Tree tree = Tree.of(source, path);
        surveyed = new Surveyed(source, tree);
        Entry appSpec = tree.appSpec();
        String name = tree.appSpecName;
        byte[] content = null;
        if (appSpec != null && name != null) {
            try (InputStream in = Files.newInputStream(appSpec.in(tree.root))) {
                content = ArchiveContents.read(in, name);
            } catch (IOException e) {
                throw Walk.unreadable(name, e);
            }
        }
        return new Survey("zip", false, tree.files(), tree.bytes(), name, content, tree.posix, tree.warnings);
    }

    @Override
    @NonNull
    public List<Finding> inspect(@NonNull SourceSpec source, @NonNull InstallPlan plan)
            throws IOException, InterruptedException, EngineException {
        Path path = locate(source);
        ReadyArchive archive = archive(source, path);
        if (archive != null) {
            return archive.inspect(plan);
        }
        Tree tree = tree(source, path);
        BundleNames names = new BundleNames(tree.entries, plan.windows(), false);
        List<Finding> findings = new ArrayList<>(new InstallCheck(plan, names).run());
        if (!plan.windows()) {
            for (InstallPlan.Script script : plan.scripts()) {
                Entry file = names.file(script.path());
                if (file != null) {
                    findings.addAll(ScriptHead.check(script, head(file.in(tree.root), file.name)));
                }
            }
        }
        return findings;
    }

    private static byte[] head(Path file, String name) throws EngineException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ScriptHead.LENGTH);
        } catch (IOException e) {
            throw Walk.unreadable(name, e);
        }
    }

    @Override
    @NonNull
    public String digest(@NonNull SourceSpec source, @NonNull Set<String> executables)
            throws IOException, InterruptedException, EngineException {
        Path path = locate(source);
        ReadyArchive archive = archive(source, path);
        return archive != null ? archive.digest() : Packer.digest(tree(source, path, executables), workers);
    }

    @Override
    @NonNull
    public Packed pack(
            @NonNull SourceSpec source, @NonNull Set<String> executables, @CheckForNull String expectedDigest)
            throws IOException, InterruptedException, EngineException {
        return pack(source, executables, expectedDigest, PartSink.NONE);
    }

    /**
     * Packs, and passes the archive to a sink part by part.
     *
     * @param expectedDigest as of {@link #pack(SourceSpec, Set, String)}; if this fails, the parts that the
     *     sink received must not be used
     * @throws IOException if the sink failed
     */
    @NonNull
    public Packed pack(
            @NonNull SourceSpec source,
            @NonNull Set<String> executables,
            @CheckForNull String expectedDigest,
            @NonNull PartSink sink)
            throws IOException, InterruptedException, EngineException {
        Path path = locate(source);
        ReadyArchive archive = archive(source, path);
        return archive != null
                ? archive.pack(expectedDigest, sink)
                : Packer.pack(tree(source, path, executables), workers, expectedDigest, sink);
    }

    private Tree tree(SourceSpec source, Path path, Set<String> executables)
            throws IOException, InterruptedException, EngineException {
        Tree tree = tree(source, path);
        tree.makeExecutable(executables);
        return tree;
    }

    private Tree tree(SourceSpec source, Path path) throws IOException, InterruptedException, EngineException {
        Surveyed known = surveyed;
        return known != null && known.source.equals(source) ? known.tree : Tree.of(source, path);
    }

    private static Path locate(SourceSpec source) throws EngineException {
        Path path;
        try {
            path = Path.of(source.path());
        } catch (InvalidPathException e) {
            throw new EngineException(Problem.of(Text.of("bundle.sourceMissing", source.path())), e);
        }
        if (!path.isAbsolute()) {
            throw new InvalidInputException("source", Text.of("bundle.sourceNotAbsolute", source.path()));
        }
        if (!Files.exists(path)) {
            throw new EngineException(Problem.of(Text.of("bundle.sourceMissing", path)));
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new EngineException(Problem.of(Text.of("bundle.sourceSpecial", path)));
        }
        return path;
    }

    @CheckForNull
    private static ReadyArchive archive(SourceSpec source, Path path) {
        ReadyArchive archive = Files.isDirectory(path) ? null : ReadyArchive.at(path);
        if (archive != null && source.appSpec() != null) {
            throw new InvalidInputException("appSpec", Text.of("bundle.archiveTakesNoAppSpec", path));
        }
        return archive;
    }
}
