package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupQueueTest {
    private static final GroupQueue.Group PROD = new GroupQueue.Group("role", "eu-central-1", "shop", "prod");
    private static final GroupQueue.Group TEST = new GroupQueue.Group("role", "eu-central-1", "shop", "test");

    private final GroupQueue queue = new GroupQueue();
    private final List<String> turns = new ArrayList<>();
    private final Runnable first = () -> turns.add("first");
    private final Runnable second = () -> turns.add("second");
    private final Runnable third = () -> turns.add("third");

    @Test
    void theFirstGoesAtOnceAndTheOthersInTheirOrder() {
        queue.join(PROD, first);
        queue.join(PROD, second);
        queue.join(PROD, third);
        assertEquals(List.of("first"), turns);

        queue.leave(PROD, first);
        assertEquals(List.of("first", "second"), turns);
        queue.leave(PROD, second);
        assertEquals(List.of("first", "second", "third"), turns);
        queue.leave(PROD, third);
        queue.join(PROD, first);
        assertEquals(4, turns.size());
    }

    @Test
    void oneThatGivesUpInTheMiddleWakesNobody() {
        queue.join(PROD, first);
        queue.join(PROD, second);
        queue.join(PROD, third);

        queue.leave(PROD, second);
        assertEquals(List.of("first"), turns);
        queue.leave(PROD, first);
        assertEquals(List.of("first", "third"), turns);
    }

    @Test
    void leavingTwiceOrWithoutJoiningChangesNothing() {
        queue.leave(PROD, first);
        queue.join(PROD, first);
        queue.join(PROD, second);
        queue.leave(PROD, first);
        queue.leave(PROD, first);
        assertEquals(List.of("first", "second"), turns);
    }

    @Test
    void groupsDoNotWaitForEachOther() {
        queue.join(PROD, first);
        queue.join(TEST, second);
        assertEquals(List.of("first", "second"), turns);
    }
}
