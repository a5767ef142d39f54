package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.RunAction2;

/** What a build has found out about changes, on its page. */
public final class ChangesAction implements RunAction2 {
    private static final int MOST = 20;

    /** Replaced, never changed: somebody may be saving it. */
    private volatile List<Recorded> all = new ArrayList<>();

    private transient volatile Run<?, ?> run;

    /** A result, with the step that found it, so that the step replaces its own result after a restart. */
    private static final class Recorded {
        private final String step;
        private final ChangesResult result;

        Recorded(String step, ChangesResult result) {
            this.step = step;
            this.result = result;
        }
    }

    private ChangesAction(Run<?, ?> run) {
        this.run = run;
    }

    /** Adds a result to the page of a build. */
    public static void put(@NonNull Run<?, ?> build, @NonNull String step, @NonNull ChangesResult result)
            throws IOException {
        synchronized (build) {
            ChangesAction action = build.getAction(ChangesAction.class);
            if (action == null) {
                action = new ChangesAction(build);
                build.addAction(action);
            }
            List<Recorded> next = new ArrayList<>(action.all);
            next.removeIf(recorded -> recorded.step.equals(step));
            next.add(new Recorded(step, result));
            action.all = next.size() > MOST ? new ArrayList<>(next.subList(next.size() - MOST, next.size())) : next;
        }
        build.save();
    }

    /** As the present user may see them. */
    @NonNull
    public List<ChangesView> getViews() {
        return all.stream()
                .map(recorded -> new ChangesView(run, recorded.result))
                .toList();
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return Messages.ChangesAction_heading();
    }

    @Override
    public String getUrlName() {
        return null;
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
    }

    private Object readResolve() {
        if (all == null) {
            all = new ArrayList<>();
        }
        return this;
    }
}
