package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * The instances of a blue/green deployment's replacement environment.
 *
 * @param tagGroups an instance must match one tag of every group
 */
public record TargetFilter(
        @NonNull List<List<Tag>> tagGroups, @NonNull List<String> autoScalingGroups) {
    public TargetFilter {
        tagGroups = tagGroups.stream().map(List::copyOf).toList();
        autoScalingGroups = List.copyOf(autoScalingGroups);
    }

    /** A tag; null for key or value means any. */
    public record Tag(
            @CheckForNull String key, @CheckForNull String value) {}
}
