package io.jenkins.plugins.codedeploy.simulator;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * An endpoint that takes connections for AWS's and then does not do as AWS does. What no behavior is set for is
 * answered as a deployment that goes on for ever wants it.
 */
public final class HostileEndpoint implements AutoCloseable {
    /** In place of an operation: every one. */
    public static final String ANY = "*";

    /** The deployment that it claims to have. */
    public static final String DEPLOYMENT = "d-HOSTILE00";

    private static final int CHUNK = 1 << 16;
    private static final Set<String> LISTS =
            Set.of("ListApplications", "ListDeploymentGroups", "ListDeployments", "ListDeploymentTargets");

    /** What it does instead of answering. */
    public enum Behavior {
        /** Reads the request, and never answers. */
        STALL,
        /** Sends one byte of an answer that never ends after the other, so that no socket's time-out comes about. */
        DRIP,
        /** Sends one byte of a header after the other. */
        DRIP_HEADER,
        /** Every page of a list names another one. */
        ENDLESS_PAGES,
        /** Every page of a list names the first one. */
        REPEATED_TOKEN,
        /** One name of a list has no end. */
        ENDLESS_BODY,
        /** Expands to a thousand times its length, without end. */
        COMPRESSED_BODY,
        /** The Date is none. */
        GARBAGE_DATE,
        /** Refuses the request as dated wrongly, by a Date that is hours off. */
        FALSE_DATE,
        THROTTLE,
        /** Nothing is in the answer. */
        EMPTY,
        /** To the same path of the address that {@link #redirectTo} gave. */
        REDIRECT,
        /** The deployment group is busy, and stays so. */
        BUSY
    }

    private final ServerSocket server;
    private final Map<String, Behavior> behaviors = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile URI redirection;

    /** Begins to listen on the loopback interface. */
    public HostileEndpoint() throws IOException {
        server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** @param operation as AWS names it, or {@link #ANY} */
    @NonNull
    public HostileEndpoint on(@NonNull String operation, @NonNull Behavior behavior) {
        behaviors.put(operation, behavior);
        return this;
    }

    /** For {@link Behavior#REDIRECT}. */
    @NonNull
    public HostileEndpoint redirectTo(@NonNull URI other) {
        redirection = other;
        return this;
    }

    @NonNull
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** How many calls are kept without an answer right now. */
    public int held() {
        return held.get();
    }

    /** How often an operation was called, or with {@link #ANY} all of them together. */
    public int calls(@NonNull String operation) {
        AtomicInteger count = calls.get(operation);
        return count == null ? 0 : count.get();
    }

    /** Bytes of answers that were sent. */
    public long sent() {
        return sent.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "hostile-endpoint");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (String request = read(in); request != null; request = read(in)) {
                String operation = operation(request);
                calls.computeIfAbsent(operation, o -> new AtomicInteger()).incrementAndGet();
                calls.computeIfAbsent(ANY, o -> new AtomicInteger()).incrementAndGet();
                answer(operation, request, connection);
            }
        } catch (IOException e) {
            // the caller gave up, or this was closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private void answer(String operation, String request, Socket connection) throws IOException, InterruptedException {
        OutputStream out = connection.getOutputStream();
        Behavior behavior = behaviors.getOrDefault(operation, behaviors.get(ANY));
        if (behavior == null) {
            send(out, 200, "", HostileAnswers.usual(operation));
            return;
        }
        switch (behavior) {
            case STALL -> hold(() -> closed.await());
            case DRIP -> {
                write(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 1000000\r\n\r\n{");
                hold(() -> drip(out, ' '));
            }
            case DRIP_HEADER -> {
                write(out, "HTTP/1.1 200 OK\r\nX-Header: ");
                hold(() -> drip(out, 'x'));
            }
            case ENDLESS_PAGES -> send(out, 200, "", page(operation, "page-" + sent.get()));
            case REPEATED_TOKEN -> send(out, 200, "", page(operation, "again"));
            case ENDLESS_BODY -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nConnection: close\r\n\r\n");
                write(out, "{\"" + HostileAnswers.member(operation) + "\": [\"");
                endless(out);
            }
            case COMPRESSED_BODY -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Encoding: gzip\r\n");
                write(out, "Connection: close\r\n\r\n");
                endless(new GZIPOutputStream(out));
            }
            case GARBAGE_DATE -> send(out, 200, "Date: 31 February 99999\r\n", HostileAnswers.usual(operation));
            case FALSE_DATE ->
                send(
                        out,
                        400,
                        "Date: " + HostileAnswers.DATE + "\r\n",
                        HostileAnswers.error("RequestTimeTooSkewed", "The difference is too large."));
            case THROTTLE -> send(out, 400, "", HostileAnswers.error("ThrottlingException", "Rate exceeded"));
            case REDIRECT -> send(out, 307, "Location: " + redirection + path(request) + "\r\n", "");
            case EMPTY -> send(out, 200, "", request.contains("Action=") ? "<Empty/>" : "{}");
            case BUSY -> send(out, 400, "", HostileAnswers.busy());
        }
    }

    private interface Stop {
        void run() throws IOException, InterruptedException;
    }

    private void hold(Stop stop) throws IOException, InterruptedException {
        held.incrementAndGet();
        try {
            stop.run();
        } finally {
            held.decrementAndGet();
        }
    }

    private void drip(OutputStream out, char drop) throws IOException, InterruptedException {
        while (!closed.await(100, TimeUnit.MILLISECONDS)) {
            write(out, String.valueOf(drop));
        }
    }

    private void endless(OutputStream out) throws IOException {
        byte[] chunk = "x".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);
        while (!server.isClosed()) {
            out.write(chunk);
            sent.addAndGet(chunk.length);
        }
    }

    private static String page(String operation, String token) {
        String member = HostileAnswers.member(operation);
        return "{\"" + member + "\": [\"one\"], \"nextToken\": \"" + token + "\"}";
    }

    private void send(OutputStream out, int status, String headers, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String type = body.startsWith("<") ? "text/xml" : "application/x-amz-json-1.1";
        write(
                out,
                "HTTP/1.1 " + status + " Hostile\r\nContent-Type: " + type + "\r\n" + headers + "Content-Length: "
                        + content.length + "\r\n\r\n" + body);
    }

    private void write(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        out.flush();
        sent.addAndGet(bytes.length);
    }

    /** Head and body; null at the end of the connection. */
    private static String read(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            request.append((char) next);
        }
        String head = request.toString().toLowerCase(Locale.ROOT);
        int at = head.indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(
                        head.substring(at + 15, head.indexOf('\r', at)).strip());
        return request + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String path(String request) {
        return request.split(" ", 3)[1];
    }

    private static String operation(String request) {
        for (String line : request.split("\r\n")) {
            if (line.regionMatches(true, 0, "X-Amz-Target:", 0, 13)) {
                return line.substring(line.lastIndexOf('.') + 1).strip();
            }
            if (line.startsWith("Action=")) {
                return line.substring(7, line.indexOf('&'));
            }
        }
        return "S3";
    }

    /** The operations that answer page by page. */
    @NonNull
    public static Set<String> lists() {
        return LISTS;
    }
}
