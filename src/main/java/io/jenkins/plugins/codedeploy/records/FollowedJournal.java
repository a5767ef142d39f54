package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalFile;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/** A build's journal that keeps {@link OpenDeployments} up to date: listed before it is open, not before it is closed. */
public final class FollowedJournal implements Journal {
    private final OpenDeployments index;
    private final Run<?, ?> build;
    private final String id;
    private final TargetReference target;

    @CheckForNull
    private volatile String deploymentId;

    /** How AWS has shown it; null until it has. */
    @CheckForNull
    private volatile TargetAccess seenThrough;

    FollowedJournal(OpenDeployments index, Run<?, ?> build, String id, TargetReference target) {
        this.index = index;
        this.build = build;
        this.id = id;
        this.target = target;
    }

    @Override
    @CheckForNull
    public JournalEntry read() throws IOException {
        return file().read();
    }

    @Override
    public void write(@NonNull JournalEntry entry) throws IOException {
        deploymentId = entry.deploymentId();
        if (entry.stage().isUnsettled()) {
            index.list(place());
            file().write(entry);
        } else {
            file().write(entry);
            index.remove(place());
        }
    }

    /** Null until AWS has named it. */
    @CheckForNull
    String deploymentId() {
        return deploymentId;
    }

    /** AWS has shown the deployment. */
    public void seen(TargetAccess access) {
        seenThrough = access;
    }

    /**
     * Whether this very deployment is seen: who only names its id, or asks another account or region for it, sees
     * nothing of it.
     */
    boolean sees(String id, TargetAccess access) {
        TargetAccess through = seenThrough;
        return id.equals(deploymentId)
                && through != null
                && through.region().equals(access.region())
                && through.endpoints().equals(access.endpoints())
                && Objects.equals(through.role(), access.role())
                // a role tells the account; without one the credential does
                && (access.role() != null
                        || through.source().key().equals(access.source().key()));
    }

    /** As its job is called now. */
    OpenDeployment place() {
        return OpenDeployment.of(build, id, target);
    }

    /** The run that ends there follows no more. */
    public Consumer<Outcome> lettingGo(Consumer<Outcome> whenOver) {
        return outcome -> {
            try {
                index.release(this);
            } finally {
                whenOver.accept(outcome);
            }
        };
    }

    private JournalFile file() {
        return BuildFiles.journal(build, id);
    }

    /** Lets go at its end, unless a run has taken over by then. */
    public static final class Claim implements AutoCloseable {
        private final FollowedJournal journal;
        private boolean kept;

        Claim(FollowedJournal journal) {
            this.journal = journal;
        }

        public FollowedJournal journal() {
            return journal;
        }

        public void keep() {
            kept = true;
        }

        @Override
        public void close() {
            if (!kept) {
                journal.index.release(journal);
            }
        }
    }
}
