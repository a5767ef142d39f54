package io.jenkins.plugins.codedeploy.engine.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;

/** Whatever client, threads and listeners do: each watch goes on or its listener is told that it does not. */
@Execution(ExecutionMode.CONCURRENT)
class DeploymentPollerTest {
    private static final WatchTimes TIMES = new WatchTimes(
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(40),
            Duration.ofMinutes(10),
            Duration.ofMillis(1));
    /** For what ends by it: long enough for another look on any machine. */
    private static final WatchTimes LOST_SOON = TIMES.with(Duration.ofSeconds(4));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final AtomicInteger idle = new AtomicInteger();

    @AfterEach
    void end() {
        timer.shutdownNow();
        pool.shutdownNow();
    }

    static Stream<Throwable> anything() {
        return HostileClient.anything();
    }

    private DeploymentPoller observer(HostileClient client, Executor threads) {
        return observer(client, threads, TIMES);
    }

    private DeploymentPoller observer(HostileClient client, Executor threads, WatchTimes times) {
        return new DeploymentPoller(
                client,
                () -> {},
                times,
                new CallRate(times.betweenCalls()),
                new Attention(),
                timer,
                threads,
                idle::incrementAndGet);
    }

    @ParameterizedTest
    @MethodSource("anything")
    void whateverAPollThrowsIsTroubleAndTheSilenceLimitEndsIt(Throwable thrown) throws Exception {
        HostileClient client = new HostileClient(r -> HostileClient.raise(thrown));
        DeploymentPoller observer = observer(client, pool, LOST_SOON);
        Told first = new Told();
        Told second = new Told();
        observer.add("d-1", first);
        observer.add("d-2", second);

        RuntimeException why = Told.await(first.lost);
        Told.await(second.lost);

        assertTrue(why == thrown || why.getCause() == thrown, why.toString());
        assertEquals(List.of("troubleBegan", "lost"), List.copyOf(first.all));
        assertEquals(1, second.count("lost"));
        assertTrue(observer.isIdle());
        assertTrue(client.polls() > 1, "it was asked again until the limit");
    }

    @ParameterizedTest
    @MethodSource("anything")
    void aPollThatWorksAgainGoesOn(Throwable thrown) throws Exception {
        HostileClient client = new HostileClient(r -> HostileClient.raise(thrown));
        DeploymentPoller observer = observer(client, pool);
        Told told = new Told() {
            @Override
            public void troubleBegan(RuntimeException trouble) {
                super.troubleBegan(trouble);
                client.then(HostileClient.all("Succeeded"));
            }
        };
        Subscription watch = observer.add("d-1", told);

        Told.await(told.end);
        watch.end();
        assertEquals(
                List.of("troubleBegan", "troubleEnded", "seen"),
                told.all.stream().limit(3).toList());
    }

    @ParameterizedTest
    @MethodSource("anything")
    void aListenerThatThrowsHarmsItselfAlone(Throwable thrown) throws Exception {
        DeploymentPoller observer = observer(new HostileClient(HostileClient.all("InProgress")), pool);
        CountDownLatch looks = new CountDownLatch(3);
        observer.add("d-1", new Told() {
            @Override
            public void seen(Snapshot snapshot) {
                looks.countDown();
                HostileClient.raise(thrown);
            }
        });
        Told other = new Told();
        observer.add("d-2", other);

        Told.await(other.seen);
        assertTrue(looks.await(10, TimeUnit.MINUTES), "it is told of the next look");
    }

    @ParameterizedTest
    @MethodSource("anything")
    void theEndIsToldEvenIfTargetsCannotBeRead(Throwable thrown) throws Exception {
        HostileClient client = new HostileClient(HostileClient.all("Failed")).targets(r -> HostileClient.raise(thrown));
        Told told = new Told();
        observer(client, pool).add("d-1", told);

        assertEquals("Failed", Told.await(told.end).status().word());
    }

    /** One answer that makes no sense does not take the others of its batch along. */
    @Test
    void anOddAnswerConcernsOneDeploymentOnly() throws Exception {
        HostileClient client = new HostileClient(r -> BatchGetDeploymentsResponse.builder()
                .deploymentsInfo(r.deploymentIds().stream()
                        .map(id -> id.equals("d-odd")
                                ? DeploymentInfo.builder().status("InProgress").build()
                                : DeploymentInfo.builder()
                                        .deploymentId(id)
                                        .status("Succeeded")
                                        .build())
                        .toList())
                .build());
        DeploymentPoller observer = observer(client, pool, LOST_SOON);
        Told odd = new Told();
        Told good = new Told();
        observer.add("d-odd", odd);
        observer.add("d-1", good);

        Told.await(good.end);
        Told.await(odd.lost);
    }

    @ParameterizedTest
    @MethodSource("anything")
    void threadsThatAreRefusedForAWhileAreTrouble(Throwable thrown) throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        DeploymentPoller observer = observer(new HostileClient(HostileClient.all("Succeeded")), task -> {
            if (refusals.getAndDecrement() > 0) {
                HostileClient.raise(thrown);
            }
            pool.execute(task);
        });
        Told told = new Told();
        observer.add("d-1", told);

        Told.await(told.end);
        assertEquals(1, told.count("troubleBegan"));
        assertEquals(0, told.count("lost"));
    }

    @Test
    void threadsThatAreRefusedForGoodEndTheWatch() throws Exception {
        DeploymentPoller observer = observer(
                new HostileClient(HostileClient.all("Succeeded")),
                task -> {
                    throw new RejectedExecutionException("full");
                },
                LOST_SOON);
        Told told = new Told();
        observer.add("d-1", told);

        assertEquals("full", Told.await(told.lost).getMessage());
        assertTrue(observer.isIdle());
        assertEquals(1, idle.get());
    }

    @Test
    void aTimerThatIsGoneEndsTheWatchAtOnce() throws Exception {
        timer.shutdownNow();
        Told told = new Told();
        observer(new HostileClient(HostileClient.all("Succeeded")), pool).add("d-1", told);

        assertNotNull(Told.await(told.lost));
    }

    /** A call that blocks for ever, a pool that loses its tasks: nothing fails, and nothing comes. */
    @Test
    void whatNobodyAnswersAtAllIsLostToo() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        HostileClient client = new HostileClient(r -> {
            blocked.countDown();
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
            return null;
        });
        DeploymentPoller stuck = observer(client, pool, LOST_SOON);
        Told inACall = new Told();
        stuck.add("d-1", inACall);
        assertTrue(blocked.await(10, TimeUnit.MINUTES));
        DeploymentPoller forgotten = observer(client, task -> {}, LOST_SOON);
        Told neverRun = new Told();
        forgotten.add("d-2", neverRun);

        stuck.endOverdue();
        assertFalse(inACall.lost.isDone(), "not before its time");
        timer.scheduleWithFixedDelay(stuck::endOverdue, 10, 10, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(forgotten::endOverdue, 10, 10, TimeUnit.MILLISECONDS);

        Told.await(inACall.lost);
        Told.await(neverRun.lost);
        assertTrue(stuck.isIdle());
        assertTrue(forgotten.isIdle());
        assertEquals(1, inACall.count("lost"));
    }

    @Test
    void lostIsToldOnceHoweverManyLoseIt() throws Exception {
        DeploymentPoller observer =
                observer(new HostileClient(r -> HostileClient.raise(new IllegalStateException())), pool, LOST_SOON);
        timer.scheduleWithFixedDelay(observer::endOverdue, 0, 1, TimeUnit.MILLISECONDS);
        Told told = new Told();
        observer.add("d-1", told);
        RuntimeException why = Told.await(told.lost);
        Thread.sleep(400);

        assertSame(why, told.lost.get());
        assertEquals(1, told.count("lost"));
        assertEquals(1, idle.get());
    }
}
