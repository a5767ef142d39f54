package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** On a build: what became of the deployments that it does not follow any more. */
public final class OrphanedAction implements BuildBadgeAction {
    private final List<Note> notes = new CopyOnWriteArrayList<>();

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
                action = new OrphanedAction();
                build.addAction(action);
            }
            action.notes.removeIf(note -> note.id.equals(id));
            action.notes.add(new Note(id, state, text, consoleLink));
        }
        build.save();
    }

    @NonNull
    public List<Note> getNotes() {
        return List.copyOf(notes);
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
