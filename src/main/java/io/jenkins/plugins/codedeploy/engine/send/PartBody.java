package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * The bytes of a part as a request body. The JDK's own publishers deliver 16 KiB at a time, which takes several times as
 * long as sending them.
 */
final class PartBody implements BodyPublisher {
    /** In bytes. */
    private static final int CHUNK = 1 << 17;

    private final ByteBuffer bytes;

    PartBody(@NonNull ByteBuffer bytes) {
        this.bytes = bytes.asReadOnlyBuffer();
    }

    @Override
    public long contentLength() {
        return bytes.remaining();
    }

    /** Each attempt reads from the beginning. */
    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber));
    }

    /** One subscriber's. */
    private final class Reading implements Subscription {
        private final Subscriber<? super ByteBuffer> subscriber;
        private final ByteBuffer left = bytes.duplicate();
        private long wanted;
        private boolean handing;
        private boolean over;

        Reading(Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            synchronized (this) {
                wanted = wanted > Long.MAX_VALUE - n ? Long.MAX_VALUE : wanted + n;
                if (handing) {
                    // the delivering thread, perhaps further up this stack, continues with these
                    return;
                }
                handing = true;
            }
            while (takesMore()) {
                hand();
            }
        }

        private synchronized boolean takesMore() {
            handing = !over && wanted > 0;
            if (handing) {
                wanted--;
            }
            return handing;
        }

        private void hand() {
            int length = Math.min(CHUNK, left.remaining());
            ByteBuffer chunk = left.slice(left.position(), length);
            left.position(left.position() + length);
            subscriber.onNext(chunk);
            if (!left.hasRemaining()) {
                cancel();
                subscriber.onComplete();
            }
        }

        @Override
        public synchronized void cancel() {
            over = true;
        }
    }
}
