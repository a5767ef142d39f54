package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The runs of this controller that wait for the same busy deployment group: first come, first served. */
final class GroupQueue {
    /** @param viewpoint from which it is seen: the same names seen from elsewhere are another group */
    record Group(Viewpoint viewpoint, String application, String name) {}

    private static final Logger LOGGER = Logger.getLogger(GroupQueue.class.getName());

    /** A run that waits for a group. Its methods may be called from any thread. */
    interface Waiter {
        /** All who came before have left. */
        void turn();

        /** Another run has come after this one. */
        void overtaken();
    }

    private static final class Line {
        private final Deque<Waiter> turns = new ArrayDeque<>();
        private String busyWith;
    }

    private final Map<Group, Line> waiting = new HashMap<>();

    /**
     * @param busyWith the deployment that holds the group
     * @param turn has its turn at once, or when all who came before have left; it must {@link #leave} in the end
     */
    void join(Group group, String busyWith, Waiter turn) {
        boolean first;
        List<Waiter> before;
        synchronized (this) {
            Line line = waiting.computeIfAbsent(group, g -> new Line());
            before = List.copyOf(line.turns);
            line.turns.add(turn);
            line.busyWith = busyWith;
            first = line.turns.size() == 1;
        }
        before.forEach(Waiter::overtaken);
        if (first) {
            turn.turn();
        }
    }

    /** Joins behind those who wait already. Its deployment is the last one that is known to hold the group; else null. */
    @CheckForNull
    String joinIfAwaited(Group group, Waiter turn) {
        List<Waiter> before;
        String busyWith;
        synchronized (this) {
            Line line = waiting.get(group);
            if (line == null) {
                return null;
            }
            before = List.copyOf(line.turns);
            line.turns.add(turn);
            busyWith = line.busyWith;
        }
        before.forEach(Waiter::overtaken);
        return busyWith;
    }

    /** Another deployment holds the group by now. */
    synchronized void busyWith(Group group, String deploymentId) {
        Line line = waiting.get(group);
        if (line != null) {
            line.busyWith = deploymentId;
        }
    }

    /** How many groups are waited for. */
    synchronized int size() {
        return waiting.size();
    }

    /** Leaves the queue, from whatever place. A second call changes nothing. */
    void leave(Group group, Waiter turn) {
        Waiter next = remove(group, turn);
        while (next != null) {
            try {
                next.turn();
                return;
            } catch (Throwable e) {
                // who cannot take the turn must not keep those behind from theirs
                LOGGER.log(Level.WARNING, "Could not continue the queue for deployment group " + group.name(), e);
                next = remove(group, next);
            }
        }
    }

    /** @return the waiter whose turn it is now; null if there is none, or if it was another waiter's turn already */
    @CheckForNull
    private synchronized Waiter remove(Group group, Waiter turn) {
        Line line = waiting.get(group);
        if (line == null) {
            return null;
        }
        boolean wasFirst = line.turns.peek() == turn;
        line.turns.remove(turn);
        if (line.turns.isEmpty()) {
            waiting.remove(group);
        }
        return wasFirst ? line.turns.peek() : null;
    }
}
