package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;

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

        Over(@NonNull String message) {
            super(message);
        }
    }

    /** What ends as soon as its thread is interrupted. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws EngineException, IOException, InterruptedException;
    }

    /**
     * Runs it on this thread, and interrupts it when the time is over.
     *
     * @param elapsed of the time already
     */
    public <T> T during(@NonNull Duration elapsed, @NonNull Work<T> work)
            throws EngineException, IOException, InterruptedException, Over {
        if (limit == null) {
            return work.run();
        }
        Alarm alarm = new Alarm(Thread.currentThread());
        long left = Math.max(0, limit.minus(elapsed).toMillis());
        Future<?> timer = Timer.get().schedule(alarm::ring, left, TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } catch (EngineException | IOException | InterruptedException e) {
            if (alarm.end()) {
                throw new Over(
                        Text.of("deploy.timeout.early", DurationText.of(limit)).in(UserMessages.locale()));
            }
            throw e;
        } finally {
            timer.cancel(false);
            alarm.end();
        }
    }

    /** Interrupts a thread only as long as it does what is limited. */
    private static final class Alarm {
        private final Thread thread;
        private boolean rang;
        private boolean over;

        Alarm(Thread thread) {
            this.thread = thread;
        }

        synchronized void ring() {
            if (!over) {
                rang = true;
                thread.interrupt();
            }
        }

        /** @return whether it rang */
        synchronized boolean end() {
            if (rang && !over) {
                // the interruption was for the work that has ended
                Thread.interrupted();
            }
            over = true;
            return rang;
        }
    }
}
