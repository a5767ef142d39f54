package io.jenkins.plugins.codedeploy.engine.send;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A part of 8 MiB handed to the HTTP client, beside the JDK's own publisher of the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PublisherBenchmark {
    private static final int PART = 8 << 20;

    private byte[] bytes;

    @Setup(Level.Trial)
    public void prepare() {
        bytes = new byte[PART];
        new Random(1).nextBytes(bytes);
    }

    @Benchmark
    public long ours() {
        return drain(new PartBody(ByteBuffer.wrap(bytes)));
    }

    @Benchmark
    public long jdk() {
        return drain(BodyPublishers.ofByteArray(bytes));
    }

    /** Takes one piece after the other, as the client does. */
    private static long drain(BodyPublisher publisher) {
        Draining draining = new Draining();
        publisher.subscribe(draining);
        if (draining.bytes != PART) {
            throw new IllegalStateException(draining.bytes + " bytes");
        }
        return draining.bytes;
    }

    private static final class Draining implements Subscriber<ByteBuffer> {
        private Subscription subscription;
        private long bytes;

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer item) {
            bytes += item.remaining();
            subscription.request(1);
        }

        @Override
        public void onError(Throwable throwable) {
            throw new IllegalStateException(throwable);
        }

        @Override
        public void onComplete() {
            // the sum tells
        }
    }
}
