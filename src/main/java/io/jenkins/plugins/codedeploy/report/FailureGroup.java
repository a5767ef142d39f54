package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.watch.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Targets whose same event failed in the same way: what one of them says, all say. Every text is untrusted. */
public final class FailureGroup {
    private final List<FailedEvent> failures = new ArrayList<>();

    private FailureGroup() {}

    /** In the order in which their first ones were seen. */
    @NonNull
    static List<FailureGroup> of(@NonNull List<FailedEvent> failures) {
        Map<FailureKind, FailureGroup> groups = new LinkedHashMap<>();
        failures.forEach(failure -> groups.computeIfAbsent(failure.kind(), any -> new FailureGroup())
                .failures
                .add(failure));
        return List.copyOf(groups.values());
    }

    /** The one that speaks for all. */
    @NonNull
    public FailedEvent getFirst() {
        return failures.get(0);
    }

    public int getCount() {
        return failures.size();
    }

    /** All of them, with the logs of their own. */
    @NonNull
    public List<FailedEvent> getFailures() {
        return List.copyOf(failures);
    }

    /** Null where the instance did not tell the exit code. */
    @CheckForNull
    public String getExitCode() {
        return FailureKind.exitCode(getFirst().getMessage());
    }
}
