package io.jenkins.plugins.codedeploy.engine.watch;

import java.time.Duration;

/** The calls that all observers of one account and region make together: a token bucket that throttling empties. */
final class CallRate {
    private static final int BURST = 10;
    private static final int MOST_WIDENING = 32;

    private final long perCall;
    private long freeAt;
    private int widening = 1;

    CallRate(Duration betweenCalls) {
        perCall = betweenCalls.toNanos();
    }

    /** Takes a call's place. @return nanoseconds to wait until it may be made; 0 where it may be made at once */
    synchronized long take() {
        long now = System.nanoTime();
        long earliest = now - BURST * perCall;
        if (freeAt - earliest < 0) {
            freeAt = earliest;
        }
        freeAt += perCall * widening;
        return Math.max(0, freeAt - now);
    }

    /**
     * Whether a call that is not urgent may be made now; takes its place if so.
     *
     * @param first may have what others must leave, all but the place of the next poll
     */
    synchronized boolean tryTake(boolean first) {
        if (freeAt - System.nanoTime() > -perCall * (first ? 2 : BURST / 2)) {
            return false;
        }
        take();
        return true;
    }

    synchronized void throttled() {
        widening = Math.min(MOST_WIDENING, widening * 2);
    }

    synchronized void answered() {
        if (widening > 1) {
            widening--;
        }
    }
}
