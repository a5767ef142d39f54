package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * A part's bytes as a request's body, read by position, so that one open file serves all parts at once. The JDK's own
 * publisher of a stream hands on 16 KiB at a time, which costs several times as much as the sending itself.
 */
final class RangePublisher implements BodyPublisher {
    /** In bytes. */
    private static final int CHUNK = 1 << 17;

    private final FileChannel file;
    private final long offset;
    private final long length;

    RangePublisher(@NonNull FileChannel file, long offset, long length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    @Override
    public long contentLength() {
        return length;
    }

    /** Each attempt reads from the beginning. */
    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Reading(subscriber));
    }

    /** One subscriber's. */
    private final class Reading implements Subscription {
        private final Subscriber<? super ByteBuffer> subscriber;
        private long done;
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
            ByteBuffer chunk;
            try {
                chunk = read();
            } catch (IOException e) {
                cancel();
                subscriber.onError(e);
                return;
            }
            subscriber.onNext(chunk);
            if (done == length) {
                cancel();
                subscriber.onComplete();
            }
        }

        private ByteBuffer read() throws IOException {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, length - done));
            while (chunk.hasRemaining()) {
                int count = file.read(chunk, offset + done);
                if (count < 0) {
                    throw new EOFException("the file has become shorter");
                }
                done += count;
            }
            return chunk.flip();
        }

        @Override
        public synchronized void cancel() {
            over = true;
        }
    }
}
