package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import java.io.IOException;

/** A run's journal and its latest entry, which any thread may read. */
final class RunJournal {
    private final Journal journal;
    private volatile JournalEntry entry;

    RunJournal(@NonNull Journal journal, @NonNull JournalEntry entry) {
        this.journal = journal;
        this.entry = entry;
    }

    @NonNull
    JournalEntry entry() {
        return entry;
    }

    /** The entry holds only once it is on disk. */
    void write(JournalEntry next) throws IOException {
        journal.write(next);
        entry = next;
    }

    /**
     * Records what has happened already: the entry holds in any case.
     *
     * @return why it is not on disk; null if it is
     */
    @CheckForNull
    IOException record(JournalEntry next) {
        entry = next;
        try {
            journal.write(next);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
