package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.List;

/**
 * What to bundle.
 *
 * @param path absolute, on the machine that has it: a directory, a ready archive (.zip, .tar, .tgz, .tar.gz) or a
 *     single file
 * @param includes Ant patterns; empty means everything
 * @param excludes Ant patterns; there are no default ones
 * @param appSpec file to put at the root as appspec.yml: absolute, or relative to the source's directory (for a single
 *     file: to the folder it lies in); null where the source has its own
 */
public record SourceSpec(
        @NonNull String path,
        @NonNull List<String> includes,
        @NonNull List<String> excludes,
        @CheckForNull String appSpec,
        @NonNull Symlinks symlinks)
        implements Serializable {

    public SourceSpec {
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
    }
}
