package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.BuildBadgeAction;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.report.AccountRedaction;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.RunAction2;

/** On a build: what became of the deployments that it does not follow any more. */
public final class OrphanedAction implements BuildBadgeAction, RunAction2 {
    private final List<Note> notes = new CopyOnWriteArrayList<>();

    private transient volatile Run<?, ?> run;

    OrphanedAction(@NonNull Run<?, ?> build) {
        run = build;
    }

    /** What is known of a deployment. */
    public enum State {
        RUNS,
        UNKNOWN,
        /** Nobody needs to look after it. */
        OVER
    }

    /** Of one deployment. */
    public static final class Note {
        private final String id;
        private final State state;
        private final String text;
        private final String consoleLink;

        Note(String id, State state, String text, @CheckForNull String consoleLink) {
            this.id = id;
            this.state = state;
            this.text = text;
            this.consoleLink = consoleLink;
        }

        Note redacted() {
            return new Note(id, state, AccountRedaction.of(text), consoleLink);
        }

        public State getState() {
            return state;
        }

        /** Holds what AWS said: to be escaped. */
        public String getText() {
            return text;
        }

        @CheckForNull
        public String getConsoleLink() {
            return consoleLink;
        }

        public boolean isOver() {
            return state == State.OVER;
        }
    }

    /** Puts a note in the place of the step's last one. */
    static void put(
            @NonNull Run<?, ?> build,
            @NonNull String id,
            @NonNull State state,
            @NonNull String text,
            @CheckForNull String consoleLink)
            throws IOException {
        synchronized (OrphanedAction.class) {
            OrphanedAction action = build.getAction(OrphanedAction.class);
            if (action == null) {
                action = new OrphanedAction(build);
                build.addAction(action);
            }
            action.notes.removeIf(note -> note.id.equals(id));
            action.notes.add(new Note(id, state, text, consoleLink));
        }
        build.save();
    }

    /** As whoever asks may see them: without roles and accounts for those who may not configure the job. */
    @NonNull
    public List<Note> getNotes() {
        return run.getParent().hasPermission(Item.CONFIGURE)
                ? List.copyOf(notes)
                : notes.stream().map(Note::redacted).toList();
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
    }

    /** Whether somebody should look at one of them. */
    public boolean isOpen() {
        return notes.stream().anyMatch(note -> !note.isOver());
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
