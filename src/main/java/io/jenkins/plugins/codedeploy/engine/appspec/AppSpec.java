package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an AppSpec asks of its bundle.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html">AppSpec
 *     file structure</a>
 */
public final class AppSpec {
    /**
     * A path that must be in the bundle.
     *
     * @param line from 1
     * @param hook the lifecycle event whose script it is; null for a source of files
     * @param given as the AppSpec has it
     * @param path relative to the bundle, "/" for the whole of it
     */
    record Reference(int line, @CheckForNull String hook, String given, String path) {}

    private final Platform platform;
    private final String os;
    private final List<Reference> references;

    AppSpec(@NonNull Platform platform, @CheckForNull String os, @NonNull List<Reference> references) {
        this.platform = platform;
        this.os = os;
        this.references = List.copyOf(references);
    }

    /** @throws AppSpecProblems with every problem there is */
    @NonNull
    public static AppSpec parse(@NonNull String text, @NonNull Platform platform) throws AppSpecProblems {
        return parse("appspec.yml", text, platform);
    }

    @NonNull
    static AppSpec parse(@NonNull String name, @NonNull String text, @NonNull Platform platform)
            throws AppSpecProblems {
        Findings findings = new Findings();
        AppSpec spec = parse(text, platform, findings);
        if (!findings.isEmpty()) {
            throw new AppSpecProblems(name, findings.inOrder());
        }
        return spec;
    }

    /** What can be understood, whatever else is wrong. */
    @NonNull
    static AppSpec parse(@NonNull String text, @NonNull Platform platform, @NonNull Findings findings) {
        return platform == Platform.SERVER
                ? new ServerAppSpec(findings).read(text)
                : new ServerlessAppSpec(platform, findings).read(text);
    }

    @NonNull
    public Platform platform() {
        return platform;
    }

    /** linux or windows; null where the platform is no server. */
    @CheckForNull
    public String os() {
        return os;
    }

    /** Sources of files and scripts of hooks, relative to the bundle; "/" is the whole of it. */
    @NonNull
    public List<String> requiredPaths() {
        return references.stream().map(Reference::path).distinct().toList();
    }

    /** The scripts alone, which must be executable. */
    @NonNull
    public Set<String> hookScripts() {
        Set<String> scripts = new LinkedHashSet<>();
        references.stream().filter(r -> r.hook() != null).forEach(r -> scripts.add(r.path()));
        return scripts;
    }

    @NonNull
    List<Reference> references() {
        return references;
    }
}
