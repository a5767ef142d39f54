package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.ItemGroup;
import java.util.List;

/** Knows folders that define target accounts. Apart, since the plugin that brings folders may be absent. */
interface TargetSource extends ExtensionPoint {
    /** Its own alone, not those of the folders around it; empty for a group that it does not know. */
    @NonNull
    List<TargetAccount> targetsOf(@NonNull ItemGroup<?> group);
}
