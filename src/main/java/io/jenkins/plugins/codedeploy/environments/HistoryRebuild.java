package io.jenkins.plugins.codedeploy.environments;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.records.ControllerHistory;
import io.jenkins.plugins.codedeploy.report.RecordedDeployments;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/** Adds what the builds on disk tell of their deployments to the history, for instance after it was lost. */
@Extension
public final class HistoryRebuild {
    private static final Logger LOGGER = Logger.getLogger(HistoryRebuild.class.getName());

    private final AtomicBoolean running = new AtomicBoolean();
    private volatile String result;

    @NonNull
    static HistoryRebuild get() {
        return ExtensionList.lookupSingleton(HistoryRebuild.class);
    }

    /** Loads every build of every job, on a thread of its own. */
    void start() {
        if (running.compareAndSet(false, true)) {
            result = null;
            Timer.get().execute(() -> {
                try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                    rebuild();
                } finally {
                    running.set(false);
                }
            });
        }
    }

    /** Null if there was no rebuild since the start. */
    @CheckForNull
    String describe() {
        return running.get() ? Messages.HistoryRebuild_running() : result;
    }

    private void rebuild() {
        int builds = 0;
        int added = 0;
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            for (Run<?, ?> build : job.getBuilds()) {
                builds++;
                added += add(build);
            }
        }
        result = Messages.HistoryRebuild_done(added, builds);
        LOGGER.log(Level.INFO, "{0}", result);
    }

    private static int add(Run<?, ?> build) {
        int added = 0;
        for (HistoryEntry entry : RecordedDeployments.of(build)) {
            try {
                boolean known = ControllerHistory.get()
                        .find(entry.environment(), entry.deploymentId())
                        .isPresent();
                if (!known && ControllerHistory.get().put(entry)) {
                    added++;
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot add " + entry.deploymentId() + " of " + build);
            }
        }
        return added;
    }
}
