package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ItemGroup;

/**
 * A target account and where it stands.
 *
 * @param folder null where an administrator defined it for the whole of Jenkins
 */
record DefinedTarget(
        @NonNull TargetAccount account, @CheckForNull ItemGroup<?> folder) {}
