package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Aborts, second aborts and detaches race with what a run is about to take hold of: nothing of it is left behind. */
class RunRaceTest {
    private static final int ROUNDS = Integer.getInteger("race.rounds", 1_500);
    private static final DeploymentPolicy LEAVE = DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnAbort.LEAVE);
    private static final List<Consumer<DeploymentHandle>> ENDS = List.of(
            DeploymentHandle::detach,
            run -> run.abort(DeploymentHandle.AbortCause.ASKED),
            run -> run.abort(DeploymentHandle.AbortCause.TIMEOUT));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TwoAccounts accounts;
    private String active;

    @BeforeEach
    void start() throws Exception {
        accounts = new TwoAccounts();
        accounts.hold();
        active = accounts.start(DeploymentPolicy.DEFAULTS.with(false)).outcome().deploymentId();
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        accounts.close();
    }

    @Test
    void whoeverEndsARunThatBeginsToWatch() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            DeploymentHandle run = accounts.engine()
                    .follow(
                            accounts.access(),
                            "test",
                            active,
                            LEAVE,
                            Journal.inMemory(),
                            e -> {},
                            o -> ends.incrementAndGet());
            race(run, round);
        }
        nothingIsLeft();
        assertTrue(ends.get() <= ROUNDS, "each is told once at most");
    }

    @Test
    void whoeverEndsARunThatQueuesForABusyGroup() throws Exception {
        for (int round = 0; round < ROUNDS / 10; round++) {
            Followed run = accounts.start(LEAVE.with(DeploymentPolicy.OnActive.WAIT));
            if (round % 2 == 0) {
                run.await(DeploymentEvent.WaitingForGroup.class);
            }
            race(run.run, round);
        }
        nothingIsLeft();
        assertEquals(1, accounts.deployments().size());
    }

    @Test
    void anEngineThatClosesWhileRunsBegin() throws Exception {
        for (int round = 0; round < 20; round++) {
            DeploymentEngine engine = accounts.engine();
            CyclicBarrier together = new CyclicBarrier(2);
            Future<?> beginning = threads.submit((Callable<Void>) () -> {
                together.await();
                for (int i = 0; i < 20; i++) {
                    engine.follow(accounts.access(), "test", active, LEAVE, Journal.inMemory(), e -> {}, o -> {});
                }
                return null;
            });
            together.await();
            engine.close();
            try {
                beginning.get(10, TimeUnit.MINUTES);
            } catch (java.util.concurrent.ExecutionException e) {
                assertTrue(e.getCause() instanceof IllegalStateException, e.toString());
            }
            nothingIsLeft();
            accounts.restart();
        }
    }

    /** Two of the ends at once, on threads of their own, a moment after the run began. */
    private void race(DeploymentHandle run, int round) throws Exception {
        Consumer<DeploymentHandle> one = ENDS.get(round % ENDS.size());
        Consumer<DeploymentHandle> other = ENDS.get(round / ENDS.size() % ENDS.size());
        Future<?> first = threads.submit(() -> one.accept(run));
        for (int spin = 0; spin < round % 50 * 20; spin++) {
            Thread.onSpinWait();
        }
        other.accept(run);
        first.get(10, TimeUnit.MINUTES);
        run.detach();
    }

    private void nothingIsLeft() throws InterruptedException {
        DeploymentEngine engine = accounts.engine();
        TwoAccounts.await(() ->
                engine.observers().size() + engine.running() + engine.groups().size() == 0);
        assertEquals(0, engine.running());
        assertEquals(0, engine.observers().size(), "observers that nobody needs");
        assertEquals(0, engine.groups().size(), "places in a queue that nobody leaves");
    }
}
