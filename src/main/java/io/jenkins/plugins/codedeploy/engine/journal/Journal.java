package io.jenkins.plugins.codedeploy.engine.journal;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;

/** One deployment's record of intent, written before each call that cannot be taken back. */
public interface Journal {
    /** @return null where nothing was written yet */
    @CheckForNull
    JournalEntry read() throws IOException;

    /** Durable when it returns: a caller may be killed right after. */
    void write(@NonNull JournalEntry entry) throws IOException;

    /** A journal that dies with its process, for callers that cannot resume. */
    @NonNull
    static Journal inMemory() {
        return new Journal() {
            private JournalEntry last;

            @Override
            public synchronized JournalEntry read() {
                return last;
            }

            @Override
            public synchronized void write(JournalEntry entry) {
                last = entry;
            }
        };
    }
}
