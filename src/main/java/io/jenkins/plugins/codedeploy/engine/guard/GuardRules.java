package io.jenkins.plugins.codedeploy.engine.guard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;

/**
 * What a target account demands of deployments into it.
 *
 * @param requireSuccessIn all of them must hold
 * @param allowOlder whether a revision may be older than the live one
 * @param windows null for any time
 */
public record GuardRules(
        @NonNull List<Requirement> requireSuccessIn,
        boolean allowOlder,
        @CheckForNull DeploymentWindows windows) {
    public static final GuardRules NONE = new GuardRules(List.of(), true, null);

    public GuardRules {
        requireSuccessIn = List.copyOf(requireSuccessIn);
    }

    /** Returns these rules and one more requirement. */
    @NonNull
    public GuardRules and(@NonNull Requirement requirement) {
        List<Requirement> all = new ArrayList<>(requireSuccessIn);
        all.add(requirement);
        return new GuardRules(all, allowOlder, windows);
    }
}
