package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * The operations that need the files, each one call to the machine that has them; nothing is remembered between two.
 *
 * <p>All throw {@link EngineException} for what is wrong with the files,
 * {@link io.jenkins.plugins.codedeploy.engine.InvalidInputException} for a specification that cannot work, and
 * {@link IOException} when the machine is lost.
 */
public interface SourceHost {
    @NonNull
    Survey survey(@NonNull SourceSpec source) throws IOException, InterruptedException, EngineException;

    /**
     * What instances could not install or run of the bundle, or not as meant.
     *
     * @param plan of the source's AppSpec
     */
    @NonNull
    List<Finding> inspect(@NonNull SourceSpec source, @NonNull InstallPlan plan)
            throws IOException, InterruptedException, EngineException;

    /**
     * Hex SHA-256 that names the content: of the sorted tree's paths, types, modes and bytes, or of a ready archive's bytes.
     *
     * @param executables bundle paths that get mode 0755 where the file system keeps no modes
     */
    @NonNull
    String digest(@NonNull SourceSpec source, @NonNull Set<String> executables)
            throws IOException, InterruptedException, EngineException;

    /**
     * Packs the source, or reads an existing archive, and keeps only the checksums.
     *
     * @param expectedDigest what {@link #digest} answered, to fail when the content has changed since; null: any
     */
    @NonNull
    Packed pack(@NonNull SourceSpec source, @NonNull Set<String> executables, @CheckForNull String expectedDigest)
            throws IOException, InterruptedException, EngineException;
}
