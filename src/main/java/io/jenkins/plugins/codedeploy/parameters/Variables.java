package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.util.FormValidation;
import java.util.function.Supplier;

/** Values that only a build can tell. */
final class Variables {
    private Variables() {}

    /** No verdict about a blank value, nor about one that has variables to be expanded. */
    @NonNull
    static FormValidation unless(@CheckForNull String value, @NonNull Supplier<FormValidation> check) {
        return Util.fixEmptyAndTrim(value) == null || value.contains("$") ? FormValidation.ok() : check.get();
    }
}
