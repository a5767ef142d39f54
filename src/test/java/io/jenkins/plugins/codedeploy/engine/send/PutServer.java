package io.jenkins.plugins.codedeploy.engine.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes PUTs on 127.0.0.1 and answers each as the test says. */
final class PutServer implements AutoCloseable {

    /** What was asked; {@code attempt} counts from 1 for each path. */
    record Put(String path, int attempt, Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    interface Answer {
        void to(Put put, HttpExchange exchange) throws IOException, InterruptedException;
    }

    final List<Put> puts = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    PutServer(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            int attempt =
                    attempts.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            Put put = new Put(path, attempt, Map.copyOf(exchange.getRequestHeaders()), body);
            puts.add(put);
            try {
                answer.to(put, exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    static void stored(Put put, HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("ETag", "\"etag-of-" + put.path() + "\"");
        exchange.sendResponseHeaders(200, -1);
    }

    static void failed(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static String error(String code, String message) {
        return "<?xml version=\"1.0\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message><RequestId>REQ1</RequestId></Error>";
    }

    PresignedPart part(int number, Map<String, String> headers) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + number
                + "?X-Amz-Credential=AKIA&X-Amz-Signature=SECRETSIGNATURE");
        return new PresignedPart(number, url, headers);
    }

    PresignedPart part(int number) {
        return part(number, Map.of());
    }

    long asked(int number) {
        return puts.stream().filter(put -> put.path().equals("/" + number)).count();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
