package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/**
 * Alarms for this deployment instead of the group's.
 *
 * @param names of CloudWatch alarms, at most 10
 */
public record AlarmOverride(
        boolean enabled, boolean ignorePollFailure, @NonNull List<String> names) {
    public AlarmOverride {
        names = List.copyOf(names);
    }
}
