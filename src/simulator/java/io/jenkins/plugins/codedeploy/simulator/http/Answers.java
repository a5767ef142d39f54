package io.jenkins.plugins.codedeploy.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** Sends one answer, or goes wrong about it. */
final class Answers {
    private static final int CUT_AFTER = 16;

    private final HttpExchange exchange;
    private final boolean head;
    private final String requestIdHeader;
    private final String requestId;

    Answers(HttpExchange exchange, String method, String requestIdHeader, String requestId) {
        this.exchange = exchange;
        head = method.equals("HEAD");
        this.requestIdHeader = requestIdHeader;
        this.requestId = requestId;
    }

    /** Whether the fault ends the call before it is carried out; the caller of this method closes the connection. */
    boolean goesWrongBefore(Fault fault) throws InterruptedException {
        if (fault.kind() == Fault.Kind.HANG) {
            new CountDownLatch(1).await();
        }
        return fault.kind() == Fault.Kind.DROP;
    }

    void send(AwsResponse answer, @CheckForNull Fault fault) throws IOException, InterruptedException {
        // What is left unread would make the server close the connection under the answer.
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        if (fault != null) {
            Thread.sleep(fault.delay().toMillis());
            if (fault.kind() == Fault.Kind.LOST_ANSWER) {
                return;
            }
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set(requestIdHeader, requestId);
        exchange.getResponseHeaders().set("Server", "Simulated");
        AwsResponse.Writer body = answer.body();
        if (head || body == null) {
            if (head) {
                exchange.getResponseHeaders()
                        .set("Content-Length", Long.toString(answer.status() < 400 ? answer.length() : 0));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
        if (answer.length() == 0) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        if (fault != null && fault.kind() == Fault.Kind.CUT) {
            cut(body, answer.length(), out);
            return;
        }
        body.write(out);
        out.close();
    }

    /** A body that ends early; closing the exchange then closes the connection. */
    private static void cut(AwsResponse.Writer body, long length, OutputStream out) throws IOException {
        long half = Math.min(CUT_AFTER, length / 2);
        try {
            body.write(new FirstBytes(out, half));
        } catch (FirstBytes.Enough e) {
            out.flush();
        }
    }
}
