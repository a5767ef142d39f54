package io.jenkins.plugins.codedeploy.tools.cli;

import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What is bundled. */
final class SourceArguments {
    @Option(names = "--source", description = "directory, ready archive (zip, tar, tgz) or single file")
    Path source;

    @Option(names = "--include", description = "Ant pattern; repeatable; default: everything")
    private List<String> includes = List.of();

    @Option(names = "--exclude", description = "Ant pattern; repeatable")
    private List<String> excludes = List.of();

    @Option(names = "--app-spec", description = "file that becomes appspec.yml at the bundle's root")
    private String appSpec;

    @Option(names = "--symlinks", defaultValue = "FOLLOW", description = "${COMPLETION-CANDIDATES}")
    private Symlinks symlinks;

    SourceSpec spec() {
        return new SourceSpec(source.toAbsolutePath().normalize().toString(), includes, excludes, appSpec, symlinks);
    }
}
