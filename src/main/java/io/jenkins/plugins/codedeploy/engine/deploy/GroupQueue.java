package io.jenkins.plugins.codedeploy.engine.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The runs of this controller that wait for the same busy deployment group: first come, first served. */
final class GroupQueue {
    /** @param account the role or credential through which it is seen */
    record Group(String account, String region, String application, String name) {}

    private final Map<Group, Deque<Runnable>> waiting = new HashMap<>();

    /** @param turn run at once, or when all who came before have left; it must {@link #leave} in the end */
    void join(Group group, Runnable turn) {
        boolean first;
        synchronized (this) {
            Deque<Runnable> queue = waiting.computeIfAbsent(group, g -> new ArrayDeque<>());
            queue.add(turn);
            first = queue.size() == 1;
        }
        if (first) {
            turn.run();
        }
    }

    /** Leaves the queue, from whatever place. A second call changes nothing. */
    void leave(Group group, Runnable turn) {
        Runnable next = null;
        synchronized (this) {
            Deque<Runnable> queue = waiting.get(group);
            if (queue == null) {
                return;
            }
            boolean wasFirst = queue.peek() == turn;
            queue.remove(turn);
            if (queue.isEmpty()) {
                waiting.remove(group);
            } else if (wasFirst) {
                next = queue.peek();
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
