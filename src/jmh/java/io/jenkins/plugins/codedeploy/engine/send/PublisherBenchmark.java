package io.jenkins.plugins.codedeploy.engine.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A part of 8 MiB handed to the HTTP client, beside the JDK's own publisher of a stream over the same file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PublisherBenchmark {
    private static final int PART = 8 << 20;

    private Path path;
    private FileChannel file;

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        byte[] bytes = new byte[PART];
        new Random(1).nextBytes(bytes);
        path = Files.createTempFile("codedeploy-jmh", ".bin");
        Files.write(path, bytes);
        file = FileChannel.open(path, StandardOpenOption.READ);
    }

    @TearDown(Level.Trial)
    public void clean() throws IOException {
        file.close();
        Files.delete(path);
    }

    @Benchmark
    public long ours() {
        return drain(new RangePublisher(file, 0, PART));
    }

    @Benchmark
    public long jdkStream() {
        return drain(BodyPublishers.ofInputStream(this::stream));
    }

    private InputStream stream() {
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
