package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Keeps one tenant's calls within limits: how many are under way at once, and how long an answer may be. A call waits
 * for its turn as long as its time-out allows.
 */
final class TenantHttpClient implements SdkHttpClient {
    /** Far below the connections that there are for all. */
    static final int MOST_AT_ONCE = 32;
    /** The longest that AWS answers here, 25 targets with the logs of all their events, has 1 to 2 MiB. */
    static final int MOST_BYTES = 8 << 20;

    private final SdkHttpClient http;
    private final Semaphore turns;

    TenantHttpClient(@NonNull SdkHttpClient http, @NonNull Semaphore turns) {
        this.http = http;
        this.turns = turns;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(http.prepareRequest(request));
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    /** What lies below is shared. */
    @Override
    public void close() {
        // closed by AwsClients
    }

    private final class Call implements ExecutableHttpRequest {
        private final ExecutableHttpRequest call;

        Call(ExecutableHttpRequest call) {
            this.call = call;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                turns.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw AbortedException.create("interrupted while other calls were under way", e);
            }
            boolean open = false;
            try {
                HttpExecuteResponse response = call.call();
                AbortableInputStream body = response.responseBody().orElse(null);
                if (body == null) {
                    return response;
                }
                // The SDK would expand it, to whatever length.
                if (response.httpResponse()
                        .firstMatchingHeader("Content-Encoding")
                        .filter(encoding ->
                                encoding.toLowerCase(java.util.Locale.ROOT).contains("gzip"))
                        .isPresent()) {
                    body.abort();
                    throw new IOException("a compressed answer, which was not asked for");
                }
                HttpExecuteResponse limited = HttpExecuteResponse.builder()
                        .response(response.httpResponse())
                        .responseBody(limited(body))
                        .build();
                open = true;
                return limited;
            } finally {
                if (!open) {
                    turns.release();
                }
            }
        }

        @Override
        public void abort() {
            call.abort();
        }
    }

    private AbortableInputStream limited(AbortableInputStream body) {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable end = () -> {
            if (ended.compareAndSet(false, true)) {
                turns.release();
            }
        };
        return AbortableInputStream.create(new Limited(body, end), () -> {
            end.run();
            body.abort();
        });
    }

    private static final class Limited extends FilterInputStream {
        private final AbortableInputStream body;
        private final Runnable end;
        private long left = MOST_BYTES;

        Limited(AbortableInputStream body, Runnable end) {
            super((InputStream) body);
            this.body = body;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count(read);
            return read;
        }

        @Override
        public long skip(long length) throws IOException {
            long skipped = in.skip(length);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(long read) throws IOException {
            left -= Math.max(0, read);
            if (left < 0) {
                // closing it would read the rest
                body.abort();
                throw new IOException("an answer of more than " + (MOST_BYTES >> 20) + " MiB");
            }
        }

        @Override
        public void close() throws IOException {
            try {
                if (left > 0) {
                    super.close();
                } else {
                    body.abort();
                }
            } finally {
                end.run();
            }
        }
    }
}
