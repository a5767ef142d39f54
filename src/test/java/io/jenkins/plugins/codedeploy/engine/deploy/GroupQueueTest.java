package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupQueueTest {
    private static final Viewpoint VIEWPOINT =
            new Viewpoint("credential", "role", null, "eu-central-1", AwsEndpoints.REGIONAL);
    private static final GroupQueue.Group PROD = new GroupQueue.Group(VIEWPOINT, "shop", "prod");
    private static final GroupQueue.Group TEST = new GroupQueue.Group(VIEWPOINT, "shop", "test");

    private final GroupQueue queue = new GroupQueue();
    private final List<String> turns = new ArrayList<>();
    private final List<String> overtaken = new ArrayList<>();
    private final GroupQueue.Waiter first = waiter("first");
    private final GroupQueue.Waiter second = waiter("second");
    private final GroupQueue.Waiter third = waiter("third");

    private GroupQueue.Waiter waiter(String name) {
        return new GroupQueue.Waiter() {
            @Override
            public void turn() {
                turns.add(name);
            }

            @Override
            public void overtaken() {
                overtaken.add(name);
            }
        };
    }

    @Test
    void tellsThoseWhoWaitOfEachWhoComesLater() {
        assertNull(queue.joinIfAwaited(PROD, first));
        queue.join(PROD, "d-1", first);
        assertEquals(List.of(), overtaken);
        queue.joinIfAwaited(PROD, second);
        assertEquals(List.of("first"), overtaken);
        queue.join(TEST, "d-2", third);
        assertEquals(List.of("first"), overtaken, "another group");
        queue.leave(PROD, first);
        queue.join(PROD, "d-1", first);
        assertEquals(List.of("first", "second"), overtaken);
    }

    @Test
    void theFirstGoesAtOnceAndTheOthersInTheirOrder() {
        queue.join(PROD, "d-1", first);
        queue.join(PROD, "d-1", second);
        queue.join(PROD, "d-1", third);
        assertEquals(List.of("first"), turns);

        queue.leave(PROD, first);
        assertEquals(List.of("first", "second"), turns);
        queue.leave(PROD, second);
        assertEquals(List.of("first", "second", "third"), turns);
        queue.leave(PROD, third);
        queue.join(PROD, "d-1", first);
        assertEquals(4, turns.size());
    }

    @Test
    void oneThatGivesUpInTheMiddleWakesNobody() {
        queue.join(PROD, "d-1", first);
        queue.join(PROD, "d-1", second);
        queue.join(PROD, "d-1", third);

        queue.leave(PROD, second);
        assertEquals(List.of("first"), turns);
        queue.leave(PROD, first);
        assertEquals(List.of("first", "third"), turns);
    }

    @Test
    void leavingTwiceOrWithoutJoiningChangesNothing() {
        queue.leave(PROD, first);
        queue.join(PROD, "d-1", first);
        queue.join(PROD, "d-1", second);
        queue.leave(PROD, first);
        queue.leave(PROD, first);
        assertEquals(List.of("first", "second"), turns);
    }

    @Test
    void whoCannotTakeTheTurnDoesNotKeepThoseBehindFromTheirs() {
        GroupQueue.Waiter broken = new GroupQueue.Waiter() {
            @Override
            public void turn() {
                throw new StackOverflowError();
            }

            @Override
            public void overtaken() {
                // it stays
            }
        };
        queue.join(PROD, "d-1", first);
        queue.join(PROD, "d-1", broken);
        queue.join(PROD, "d-1", third);

        queue.leave(PROD, first);
        assertEquals(List.of("first", "third"), turns);
        queue.leave(PROD, third);
        assertEquals(0, queue.size());
    }

    @Test
    void groupsDoNotWaitForEachOther() {
        queue.join(PROD, "d-1", first);
        queue.join(TEST, "d-1", second);
        assertEquals(List.of("first", "second"), turns);
    }

    @Test
    void whoeverComesNewStandsBehindThoseWhoWait() {
        assertNull(queue.joinIfAwaited(PROD, first));
        queue.join(PROD, "d-1", first);
        queue.busyWith(PROD, "d-2");
        assertEquals("d-2", queue.joinIfAwaited(PROD, second));
        assertNull(queue.joinIfAwaited(TEST, third));
        assertEquals(List.of("first"), turns);

        queue.leave(PROD, first);
        assertEquals(List.of("first", "second"), turns);
        queue.leave(PROD, second);
        assertNull(queue.joinIfAwaited(PROD, third));
    }
}
