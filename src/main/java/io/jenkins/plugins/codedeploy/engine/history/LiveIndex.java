package io.jenkins.plugins.codedeploy.engine.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the revisions of which job are live. Never changes. */
final class LiveIndex {
    private final long version;
    private final Map<String, List<EnvironmentState>> byJob = new HashMap<>();

    /**
     * @param version of the history that {@code states} tell of
     * @param states sorted
     */
    LiveIndex(long version, List<EnvironmentState> states) {
        this.version = version;
        for (EnvironmentState state : states) {
            for (String job : jobs(state.live())) {
                byJob.computeIfAbsent(job, name -> new ArrayList<>()).add(state);
            }
        }
    }

    private static Set<String> jobs(HistoryEntry live) {
        Set<String> jobs = new LinkedHashSet<>();
        if (live != null) {
            RevisionOrigin origin = live.origin();
            BuildReference deployer = live.deployedBy();
            if (origin != null && !origin.build().jobDeleted()) {
                jobs.add(origin.build().job());
            }
            if (deployer != null && !deployer.jobDeleted()) {
                jobs.add(deployer.job());
            }
        }
        return jobs;
    }

    long version() {
        return version;
    }

    List<EnvironmentState> of(String job) {
        return List.copyOf(byJob.getOrDefault(job, List.of()));
    }
}
