package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.records.BuildFiles;
import io.jenkins.plugins.codedeploy.records.OpenDeployment;
import io.jenkins.plugins.codedeploy.records.OpenDeployments;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Finds the deployments that may run and that no build follows: those of builds that a killed controller could not
 * resume, and those whose step has died. It looks at them, with the credentials of their own job, until their end, and
 * tells the build, Jenkins' log and the administrators. It never creates, stops or continues anything.
 *
 * <p>It costs a start nothing: it begins on a thread of its own once Jenkins is up. It reads the few files of
 * {@link OpenDeployments}, which is empty where nothing is under way, and loads the builds that they name, no others.
 * A Pipeline that goes on is left to itself.
 */
@Extension
public final class Reconciler extends AsyncPeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(Reconciler.class.getName());
    private static final long FIRST_SECONDS = 10;

    private final Map<String, OrphanedDeployment> found = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public Reconciler() {
        super("CodeDeploy deployments that nobody follows");
    }

    @NonNull
    static Reconciler get() {
        return ExtensionList.lookupSingleton(Reconciler.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    public long getInitialDelay() {
        return TimeUnit.SECONDS.toMillis(FIRST_SECONDS);
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    protected void execute(TaskListener listener) throws IOException, InterruptedException {
        if (Jenkins.get().getInitLevel() == InitMilestone.COMPLETED) {
            look();
        }
    }

    /** Those that run, and those of which it cannot be told. */
    @NonNull
    List<OrphanedDeployment> visible() {
        return found.values().stream()
                .filter(OrphanedDeployment::isVisible)
                .sorted(Comparator.comparing(OrphanedDeployment::getBuildName)
                        .thenComparing(OrphanedDeployment::getName))
                .toList();
    }

    boolean isAnyVisible() {
        return found.values().stream().anyMatch(OrphanedDeployment::isVisible);
    }

    @CheckForNull
    OrphanedDeployment find(@CheckForNull String key) {
        return key == null ? null : found.get(key);
    }

    /** One round. One deployment's trouble is its own. */
    public synchronized void look() throws IOException, InterruptedException {
        OpenDeployments index = OpenDeployments.get();
        Set<String> listed = new HashSet<>();
        for (OpenDeployment open : index.all()) {
            listed.add(open.getKey());
            try {
                look(index, open);
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "cannot look after " + open, e);
            }
        }
        // told at their end, or deleted with their build
        found.entrySet()
                .removeIf(entry -> !listed.contains(entry.getKey())
                        && entry.getValue().isTold()
                        && entry.getValue().release());
    }

    private void look(OpenDeployments index, OpenDeployment open) throws IOException, InterruptedException {
        if (index.isFollowed(open)) {
            forget(open);
            return;
        }
        Run<?, ?> build = open.build();
        if (build == null) {
            if (told.add(open.getKey())) {
                LOGGER.log(Level.WARNING, "{0} cannot be loaded, and a deployment of it may run", open);
            }
            return;
        }
        JournalEntry entry = BuildFiles.journal(build, open.getId()).read();
        if (entry == null || !entry.stage().isUnsettled()) {
            index.remove(open);
        } else if (!Resumption.goesOn(build, open.getId())) {
            found.computeIfAbsent(open.getKey(), key -> new OrphanedDeployment(open, build))
                    .look(build, entry);
        }
    }

    private void forget(OpenDeployment open) {
        OrphanedDeployment one = found.remove(open.getKey());
        if (one != null) {
            one.release();
        }
    }
}
