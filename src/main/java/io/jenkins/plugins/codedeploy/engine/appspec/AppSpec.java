package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What an AppSpec asks of its bundle.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html">AppSpec
 *     file structure</a>
 */
public final class AppSpec {
    private final String os;
    private final InstallPlan plan;

    AppSpec(@CheckForNull String os, @NonNull InstallPlan plan) {
        this.os = os;
        this.plan = plan;
    }

    /** linux or windows; null where it is neither. */
    @CheckForNull
    public String os() {
        return os;
    }

    /** Paths of the scripts, relative to the bundle, which must be executable. */
    @NonNull
    public Set<String> hookScripts() {
        Set<String> scripts = new LinkedHashSet<>();
        plan.scripts().forEach(script -> scripts.add(script.path()));
        return scripts;
    }

    @NonNull
    InstallPlan plan() {
        return plan;
    }
}
