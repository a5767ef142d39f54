package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.DurationText;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** A step's own time-out while it bundles and uploads: what comes after that, the engine ends by itself. */
public final class TimeLimit {
    private final Duration limit;

    /** @param limit null for none */
    TimeLimit(@CheckForNull Duration limit) {
        this.limit = limit;
    }

    @NonNull
    public static TimeLimit of(@NonNull DeployInputs inputs) {
        return new TimeLimit(inputs.policy().timeout());
    }

    /** The time was over. Its message says how long it was, and what became of the deployment. */
    public static final class Over extends Exception {
        private static final long serialVersionUID = 1;

        public Over(@NonNull String message) {
            super(message);
        }
    }

    /** What ends as soon as its thread is interrupted. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws EngineException, IOException, InterruptedException;
    }

    /**
     * Runs it on a thread of its own, as whoever calls, and interrupts it when the time is over. So an interruption of
     * the caller is somebody else's wish, whenever it comes: it is never taken for the end of the time.
     *
     * @param elapsed of the time already
     * @throws InterruptedException when the caller is interrupted; the work has ended by then
     */
    public <T> T during(@NonNull Duration elapsed, @NonNull Work<T> work)
            throws EngineException, IOException, InterruptedException, Over {
        if (limit == null) {
            return work.run();
        }
        Authentication caller = Jenkins.getAuthentication2();
        FutureTask<T> task = new FutureTask<>(() -> {
            try (ACLContext ignored = ACL.as2(caller)) {
                return work.run();
            }
        });
        CountDownLatch ended = new CountDownLatch(1);
        Computer.threadPoolForRemoting.execute(() -> {
            try {
                task.run();
            } finally {
                ended.countDown();
            }
        });
        try {
            return task.get(Math.max(0, limit.minus(elapsed).toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(task, ended);
            throw new Over(
                    Text.of("deploy.timeout.early", DurationText.of(limit)).in(UserMessages.locale()));
        } catch (InterruptedException e) {
            end(task, ended);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** Whoever waits for the end is not kept from it, but hears of an interruption after it. */
    private static void end(FutureTask<?> task, CountDownLatch ended) throws InterruptedException {
        task.cancel(true);
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    /** @return one that nobody expects; those that are expected are thrown */
    private static RuntimeException failure(Throwable cause) throws EngineException, IOException, InterruptedException {
        if (cause instanceof EngineException e) {
            throw e;
        } else if (cause instanceof IOException e) {
            throw e;
        } else if (cause instanceof InterruptedException e) {
            throw e;
        } else if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }
}
