package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;

/** What is bundled, and under which name it is stored. */
public interface BundleSettings extends AccessSettings {
    /** Relative to the workspace; null where nothing is bundled. */
    @CheckForNull
    String getSource();

    @CheckForNull
    String getIncludes();

    @CheckForNull
    String getExcludes();

    @CheckForNull
    String getAppSpec();

    @CheckForNull
    String getKey();

    @CheckForNull
    String getKeyPrefix();

    @NonNull
    Symlinks getSymlinks();

    /** Whether warnings about the AppSpec are errors. */
    boolean isStrictAppSpec();

    /** Upload even what is there already. */
    boolean isForce();
}
