package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the source to bundle. Relative paths are resolved against the current directory. */
final class SourceArguments {
    @Option(names = "--source", description = "directory, archive (zip, tar, tgz) or single file to deploy")
    Path source;

    @Option(names = "--include", description = "Ant pattern of the files to bundle; repeatable; default: all files")
    private List<String> includes = List.of();

    @Option(names = "--exclude", description = "Ant pattern of files to omit; repeatable")
    private List<String> excludes = List.of();

    @Option(names = "--app-spec", description = "AppSpec file to add as appspec.yml at the root of the bundle")
    private Path appSpec;

    @Option(
            names = "--symlinks",
            defaultValue = "FOLLOW",
            description = "how to bundle symbolic links: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Symlinks symlinks;

    @Option(names = "--strict-app-spec", description = "treat warnings about the AppSpec file as errors")
    boolean strictAppSpec;

    SourceSpec spec() {
        return new SourceSpec(
                existing("source", source),
                includes,
                excludes,
                appSpec == null ? null : existing("appSpec", appSpec),
                symlinks);
    }

    private static String existing(String field, Path path) {
        if (path == null) {
            throw new InvalidInputException(field, Text.of("engine.missing"));
        }
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidInputException(field, Text.of("bundle.sourceMissing", absolute));
        }
        return absolute.toString();
    }
}
