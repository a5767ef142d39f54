package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Shares threads among tenants. Each holds a few at a time and all take turns, so that nobody waits for calls that
 * somebody else's endpoint does not answer. Tenants whose calls last long share a part of the threads, those that are
 * new a larger part; the rest is for those that were answered before.
 */
public final class TenantPool {
    /** Threads of one tenant. */
    static final int MOST_OF_ONE = 4;
    /** Further threads of one tenant, for urgent tasks only. */
    static final int MOST_URGENT = 2;
    /** Threads of all tenants whose tasks last longer than {@link #PROMPT_NANOS}. */
    static final int MOST_STALLED = 32;
    /** Threads of these and of all that are new. */
    static final int MOST_UNPROVEN = 96;
    /** Threads of all. */
    static final int MOST = 128;

    private static final long PROMPT_NANOS = 5_000_000_000L;

    private enum Standing {
        STALLED,
        NEW,
        PROVEN
    }

    private static final class Line {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private final Queue<Runnable> urgent = new ArrayDeque<>();
        /** The one that began first comes first. */
        private final Queue<Turn> running = new ArrayDeque<>();

        boolean isIdle() {
            return waiting.isEmpty() && urgent.isEmpty();
        }

        boolean mayBegin() {
            int limit = urgent.isEmpty() ? MOST_OF_ONE : MOST_OF_ONE + MOST_URGENT;
            return !isIdle() && running.size() < limit;
        }

        Runnable next() {
            return urgent.isEmpty() ? waiting.remove() : urgent.remove();
        }
    }

    private static final class Turn {
        private final Tenant tenant;
        private final Runnable task;
        private final long begun;

        Turn(Tenant tenant, Runnable task, long begun) {
            this.tenant = tenant;
            this.task = task;
            this.begun = begun;
        }
    }

    private final Executor threads;
    private final Map<Tenant, Line> lines = new HashMap<>();
    /** Those with waiting tasks, whose turn is next first. */
    private final Set<Tenant> turns = new LinkedHashSet<>();

    private final Recent<Tenant, Standing> standings = new Recent<>();
    private boolean rejected;

    /** @param threads makes as many as are wanted; it is never given more tasks at a time than the limits allow */
    public TenantPool(@NonNull Executor threads) {
        this.threads = threads;
    }

    /**
     * Runs tasks for the tenant that the access belongs to, in order, with limited concurrency.
     *
     * @return throws {@link RejectedExecutionException} once the threads have ended
     */
    @NonNull
    public Executor of(@NonNull TargetAccess access) {
        Tenant tenant = Tenant.of(access);
        return task -> execute(tenant, task, false);
    }

    /**
     * Runs tasks that somebody waits for, such as a stop, before the tenant's other tasks, and with {@value #MOST_URGENT}
     * threads more: they need not wait for calls that the tenant's endpoint does not answer.
     *
     * @return throws {@link RejectedExecutionException} once the threads have ended
     */
    @NonNull
    public Executor urgent(@NonNull TargetAccess access) {
        Tenant tenant = Tenant.of(access);
        return task -> execute(tenant, task, true);
    }

    private void execute(Tenant tenant, Runnable task, boolean urgent) {
        synchronized (this) {
            Line line = lines.computeIfAbsent(tenant, t -> new Line());
            (urgent ? line.urgent : line.waiting).add(task);
            turns.add(tenant);
        }
        dispatch(take());
        synchronized (this) {
            if (rejected) {
                lines.clear();
                turns.clear();
                throw new RejectedExecutionException("the threads have ended");
            }
        }
    }

    private void dispatch(List<Turn> taken) {
        for (Turn turn : taken) {
            try {
                threads.execute(() -> run(turn));
            } catch (RejectedExecutionException e) {
                synchronized (this) {
                    rejected = true;
                }
            }
        }
    }

    private synchronized List<Turn> take() {
        List<Turn> taken = new ArrayList<>();
        for (Tenant tenant = nextTurn(); tenant != null; tenant = nextTurn()) {
            taken.add(begin(tenant));
        }
        return taken;
    }

    private Turn begin(Tenant tenant) {
        Line line = lines.get(tenant);
        Runnable task = line.next();
        turns.remove(tenant);
        if (!line.isIdle()) {
            turns.add(tenant);
        }
        Turn turn = new Turn(tenant, task, System.nanoTime());
        line.running.add(turn);
        return turn;
    }

    private Tenant nextTurn() {
        if (turns.isEmpty()) {
            return null;
        }
        long now = System.nanoTime();
        int[] held = new int[Standing.values().length];
        lines.forEach((tenant, line) -> held[standing(tenant, line, now).ordinal()] += line.running.size());
        int stalled = held[Standing.STALLED.ordinal()];
        int unproven = stalled + held[Standing.NEW.ordinal()];
        int all = unproven + held[Standing.PROVEN.ordinal()];
        for (Iterator<Tenant> i = turns.iterator(); i.hasNext() && all < MOST; ) {
            Tenant tenant = i.next();
            Line line = lines.get(tenant);
            boolean free =
                    switch (standing(tenant, line, now)) {
                        case STALLED -> stalled < MOST_STALLED && unproven < MOST_UNPROVEN;
                        case NEW -> unproven < MOST_UNPROVEN;
                        case PROVEN -> true;
                    };
            if (free && line.mayBegin()) {
                return tenant;
            }
        }
        return null;
    }

    /** A task that still runs counts already. */
    private Standing standing(Tenant tenant, Line line, long now) {
        Turn oldest = line.running.peek();
        if (oldest != null && now - oldest.begun > PROMPT_NANOS) {
            return Standing.STALLED;
        }
        Standing last = standings.get(tenant);
        return last == null ? Standing.NEW : last;
    }

    /** Continues with the next eligible task on this thread, unless the pool is shutting down. */
    private void run(Turn first) {
        for (Turn turn = first; turn != null; ) {
            boolean goesOn = false;
            try {
                turn.task.run();
                goesOn = !Thread.currentThread().isInterrupted();
            } finally {
                ended(turn);
                List<Turn> next = take();
                turn = goesOn && !next.isEmpty() ? next.get(0) : null;
                dispatch(turn == null ? next : next.subList(1, next.size()));
            }
        }
    }

    private synchronized void ended(Turn turn) {
        boolean prompt = System.nanoTime() - turn.begun <= PROMPT_NANOS;
        standings.put(turn.tenant, prompt ? Standing.PROVEN : Standing.STALLED);
        Line line = lines.get(turn.tenant);
        if (line != null) {
            line.running.remove(turn);
            if (line.running.isEmpty() && line.isIdle()) {
                lines.remove(turn.tenant);
            }
        }
    }
}
