package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Told of each result as it comes, on any thread, in any order. */
@FunctionalInterface
public interface PreflightListener {
    PreflightListener SILENT = result -> {};

    void checked(@NonNull CheckResult result);
}
