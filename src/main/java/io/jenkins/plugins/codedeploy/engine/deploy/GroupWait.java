package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.watch.Subscription;
import java.util.function.Consumer;

/** One run's wait for a busy deployment group: its place in the queue, and in its turn the watch on who holds it. */
final class GroupWait {
    private final DeploymentRun run;
    private final GroupQueue queue;
    private final GroupQueue.Group group;
    private final Consumer<String> whenFree;
    private final GroupQueue.Waiter place;

    @CheckForNull
    private Subscription watch;

    private volatile String holderId;

    /**
     * @param whenFree given the holder whose end was seen; null where it cannot be seen any more
     * @param whenOvertaken run when another run has come after this one
     */
    GroupWait(
            DeploymentRun run,
            GroupQueue queue,
            GroupQueue.Group group,
            Consumer<String> whenFree,
            Runnable whenOvertaken) {
        this.run = run;
        this.queue = queue;
        this.group = group;
        this.whenFree = whenFree;
        place = new GroupQueue.Waiter() {
            @Override
            public void turn() {
                run.next(GroupWait.this::watchHolder);
            }

            @Override
            public void overtaken() {
                run.next(whenOvertaken);
            }
        };
    }

    /** The deployment that is waited for; null while none was. May be called from any thread. */
    @CheckForNull
    String holderId() {
        return holderId;
    }

    /**
     * Lets those go first who wait for the group already: it may be free for a moment between its holder's end and
     * their turn.
     *
     * @return false if the queue is empty or it is this run's turn
     */
    boolean queueUp() {
        if (holderId != null) {
            return false;
        }
        String busyWith = queue.joinIfAwaited(group, place);
        if (busyWith == null) {
            return false;
        }
        await(busyWith);
        return true;
    }

    void waitFor(String activeId) {
        boolean queued = holderId != null;
        await(activeId);
        if (queued) {
            queue.busyWith(group, activeId);
            watchHolder();
        } else {
            queue.join(group, activeId, place);
        }
    }

    void leave() {
        endWatch();
        leavePlace();
    }

    /** May be called from any thread. */
    void leavePlace() {
        queue.leave(group, place);
    }

    private void await(String activeId) {
        if (!activeId.equals(holderId)) {
            run.tell(new DeploymentEvent.WaitingForGroup(run.entry().deploymentGroup(), activeId));
        }
        holderId = activeId;
    }

    /** Our turn, as soon as the deployment that holds the group is over. */
    private void watchHolder() {
        String id = holderId;
        endWatch();
        watch = run.watch(
                id,
                new GroupHolder(seen -> run.next(() -> {
                    endWatch();
                    whenFree.accept(seen ? id : null);
                })));
    }

    private void endWatch() {
        Subscription now = watch;
        if (now != null) {
            now.end();
            watch = null;
        }
    }
}
