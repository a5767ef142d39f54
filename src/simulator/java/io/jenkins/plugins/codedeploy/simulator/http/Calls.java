package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Every call since the start, or since {@link #clear}. Never a header, query or body: those hold secrets. */
public final class Calls {
    private static final int KEPT = 50_000;

    private final ArrayDeque<Call> calls = new ArrayDeque<>();
    private final List<Consumer<Call>> listeners = new CopyOnWriteArrayList<>();

    public synchronized void add(@NonNull Call call) {
        if (calls.size() == KEPT) {
            calls.removeFirst();
        }
        calls.add(call);
        listeners.forEach(listener -> listener.accept(call));
    }

    /** The oldest first; of more than 50,000 the newest. */
    @NonNull
    public synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    @NonNull
    public List<Call> of(@NonNull String operation) {
        return all().stream().filter(c -> c.operation().equals(operation)).toList();
    }

    public long count(@NonNull String operation) {
        return of(operation).size();
    }

    public long count(@NonNull Predicate<Call> which) {
        return all().stream().filter(which).count();
    }

    /** @param listener called at once, on the thread that serves the call */
    public void listen(@NonNull Consumer<Call> listener) {
        listeners.add(listener);
    }

    public synchronized void clear() {
        calls.clear();
    }
}
