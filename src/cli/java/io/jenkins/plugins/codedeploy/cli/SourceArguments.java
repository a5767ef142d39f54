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

/** What is bundled. Paths are relative to the current folder, as everywhere on a command line. */
final class SourceArguments {
    @Option(names = "--source", description = "directory, ready archive (zip, tar, tgz) or single file")
    Path source;

    @Option(names = "--include", description = "Ant pattern; repeatable; default: everything")
    private List<String> includes = List.of();

    @Option(names = "--exclude", description = "Ant pattern; repeatable")
    private List<String> excludes = List.of();

    @Option(names = "--app-spec", description = "file that becomes appspec.yml at the bundle's root")
    private Path appSpec;

    @Option(
            names = "--symlinks",
            defaultValue = "FOLLOW",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Symlinks symlinks;

    @Option(names = "--strict-app-spec", description = "fail for warnings about the AppSpec too")
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
