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
    private final Runnable first = () -> turns.add("first");
    private final Runnable second = () -> turns.add("second");
    private final Runnable third = () -> turns.add("third");

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
        Runnable broken = () -> {
            throw new StackOverflowError();
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
