package io.jenkins.plugins.codedeploy.engine.send;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.ReservedPort;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PartSenderTest {
    private static final RetryPolicy QUICK = new RetryPolicy(
            3, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMinutes(1), Duration.ofMinutes(5), 1024 * 1024);

    private final PartSender sender = new PartSender(QUICK);
    private final byte[] content = new byte[300_000];

    @BeforeEach
    void fill() {
        new Random(7).nextBytes(content);
    }

    private ByteBuffer bytes(int offset, int length) {
        return ByteBuffer.wrap(content, offset, length);
    }

    @Test
    void sendsEachPartsOwnBytes() throws Exception {
        try (PutServer server = new PutServer(PutServer::stored)) {
            assertTrue(sender.send(server.part(1), bytes(0, 100_000)).isStored());
            PartResult second = sender.send(server.part(2), bytes(100_000, 199_999));
            assertTrue(sender.send(server.part(3), bytes(299_999, 1)).isStored());

            assertEquals(2, second.number());
            assertEquals("\"etag-of-/2\"", second.eTag());
            assertArrayEquals(
                    Arrays.copyOfRange(content, 0, 100_000), server.puts.get(0).body());
            assertArrayEquals(
                    Arrays.copyOfRange(content, 100_000, 299_999),
                    server.puts.get(1).body());
            assertArrayEquals(
                    Arrays.copyOfRange(content, 299_999, 300_000),
                    server.puts.get(2).body());
        }
    }

    @Test
    void saysTheLengthAndSendsTheSignedHeaders() throws Exception {
        try (PutServer server = new PutServer(PutServer::stored)) {
            sender.send(server.part(1, Map.of("x-amz-checksum-sha256", "c3Vt")), bytes(0, 70_000));

            PutServer.Put put = server.puts.get(0);
            assertEquals("70000", put.header("Content-length"));
            assertNull(put.header("Transfer-encoding"));
            assertNull(put.header("Upgrade"));
            assertEquals("c3Vt", put.header("X-amz-checksum-sha256"));
        }
    }

    @Test
    void theConnectionsOfOneBatchServeTheNext() throws Exception {
        Set<Integer> connections = ConcurrentHashMap.newKeySet();
        try (PutServer server = new PutServer((put, exchange) -> {
            connections.add(exchange.getRemoteAddress().getPort());
            PutServer.stored(put, exchange);
        })) {
            for (int batch = 1; batch <= 20; batch++) {
                assertTrue(sender.send(server.part(batch), bytes(0, 1000)).isStored());
            }
        }
        assertTrue(connections.size() <= 2, connections.size() + " connections");
    }

    @Test
    void sendsAnEmptyPart() throws Exception {
        try (PutServer server = new PutServer(PutServer::stored)) {
            assertTrue(sender.send(server.part(1), bytes(0, 0)).isStored());
            assertEquals("0", server.puts.get(0).header("Content-length"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408, 429})
    void triesAgainWhatMayPass(int status) throws Exception {
        try (PutServer server = new PutServer((put, exchange) -> {
            if (put.attempt() < 3 && put.path().equals("/2")) {
                PutServer.failed(exchange, status, "");
            } else {
                PutServer.stored(put, exchange);
            }
        })) {
            assertTrue(sender.send(server.part(1), bytes(0, 100_000)).isStored());
            assertTrue(sender.send(server.part(2), bytes(100_000, 100_000)).isStored());
            assertEquals(1, server.asked(1), "the other part is not uploaded again");
            assertEquals(3, server.asked(2));
        }
    }

    @Test
    void triesAgainAfterADroppedConnection() throws Exception {
        try (PutServer server = new PutServer((put, exchange) -> {
            if (put.attempt() > 1) {
                PutServer.stored(put, exchange);
            }
        })) {
            assertTrue(sender.send(server.part(1), bytes(0, 300_000)).isStored());
        }
    }

    @Test
    void triesAgainWhenS3WaitedTooLongForBytes() throws Exception {
        try (PutServer server = new PutServer((put, exchange) -> {
            if (put.attempt() == 1) {
                PutServer.failed(exchange, 400, PutServer.error("RequestTimeout", "Idle connections will be closed."));
            } else {
                PutServer.stored(put, exchange);
            }
        })) {
            assertTrue(sender.send(server.part(1), bytes(0, 10)).isStored());
        }
    }

    @Test
    void givesUpInTheEndAndSaysWhy() throws Exception {
        try (PutServer server = new PutServer((put, exchange) ->
                PutServer.failed(exchange, 503, PutServer.error("SlowDown", "Reduce your request rate.")))) {
            PartResult result = sender.send(server.part(1), bytes(0, 10));

            assertEquals(new PartResult(1, null, 503, "SlowDown", "Reduce your request rate.", "REQ1"), result);
            assertEquals(3, server.asked(1));
            assertFalse(result.isWorthSigningAgain());
        }
    }

    @Test
    void bringsARefusalBackAtOnce() throws Exception {
        try (PutServer server = new PutServer((put, exchange) ->
                PutServer.failed(exchange, 403, PutServer.error("AccessDenied", "Request has expired")))) {
            PartResult result = sender.send(server.part(1), bytes(0, 10));

            assertEquals(1, server.asked(1));
            assertEquals("AccessDenied", result.error());
            assertEquals("Request has expired", result.message());
            assertTrue(result.isWorthSigningAgain());
        }
    }

    @Test
    void knowsAnExpiredTokenByItsCode() throws Exception {
        try (PutServer server = new PutServer((put, exchange) ->
                PutServer.failed(exchange, 400, PutServer.error("ExpiredToken", "The provided token has expired.")))) {
            assertTrue(sender.send(server.part(1), bytes(0, 10)).isWorthSigningAgain());
            assertEquals(1, server.asked(1));
        }
    }

    @Test
    void readsNoMoreOfAnAnswerThanItNeeds() throws Exception {
        try (PutServer server = new PutServer((put, exchange) -> {
            exchange.sendResponseHeaders(400, 0);
            exchange.getResponseBody()
                    .write(PutServer.error("EntityTooSmall", "Too &lt;small&gt;")
                            .getBytes());
            byte[] noise = new byte[1 << 16];
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    exchange.getResponseBody().write(noise);
                }
            } catch (IOException e) {
                // as it should be: the client has hung up
            }
        })) {
            PartResult result = sender.send(server.part(1), bytes(0, 10));
            assertEquals("EntityTooSmall", result.error());
            assertEquals("Too <small>", result.message());
        }
    }

    @Test
    void anAnswerWithoutETagIsNotS3s() throws Exception {
        try (PutServer server =
                new PutServer((put, exchange) -> PutServer.failed(exchange, 200, "<html>Please log in</html>"))) {
            PartResult result = sender.send(server.part(1), bytes(0, 10));
            assertFalse(result.isStored());
            assertEquals("HTTP 200", result.error());
        }
    }

    @Test
    void aStalledAnswerEnds() throws Exception {
        RetryPolicy brief = new RetryPolicy(
                2,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                Duration.ofMillis(300),
                Long.MAX_VALUE);
        CountDownLatch over = new CountDownLatch(1);
        try (PutServer server = new PutServer((put, exchange) -> {
            exchange.sendResponseHeaders(500, 10);
            over.await();
        })) {
            PartResult result = new PartSender(brief).send(server.part(1), bytes(0, 10));
            over.countDown();
            assertEquals(0, result.status());
            assertTrue(result.isWorthSigningAgain());
        }
    }

    @Test
    void nobodyListening() throws Exception {
        try (ReservedPort port = new ReservedPort()) {
            PresignedPart part =
                    new PresignedPart(1, URI.create(port.endpoint() + "/?X-Amz-Signature=SECRETSIGNATURE"), Map.of());
            PartResult result = sender.send(part, bytes(0, 10));
            assertEquals(0, result.status());
            assertEquals("ConnectException", result.error());
            assertFalse(result.toString().contains("SECRETSIGNATURE"));
        }
    }

    /** With the whole patience for each of them this would not end. */
    @Test
    void whereNobodyHasEverAnsweredOnePartSpeaksForAll() throws Exception {
        RetryPolicy endless = new RetryPolicy(
                Integer.MAX_VALUE,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Long.MAX_VALUE);
        try (ReservedPort port = new ReservedPort()) {
            PartSender patient = new PartSender(endless);
            ConnectivityCheck reach = new ConnectivityCheck();
            List<PartResult> results = new ArrayList<>();
            for (int n = 1; n <= 12; n++) {
                URI url = URI.create(port.endpoint() + "/" + n + "?X-Amz-Signature=S");
                results.add(patient.send(new PresignedPart(n, url, Map.of()), bytes(0, 1000), reach));
            }

            assertEquals(12, results.size());
            for (PartResult result : results) {
                assertTrue(result.isUnconnected(), result::toString);
                assertTrue(String.valueOf(result.message()).startsWith("127.0.0.1:" + port.number()), result::toString);
            }
        }
    }

    @Test
    void aHostThatIsNotKnownIsNamed() throws Exception {
        PresignedPart part = new PresignedPart(1, URI.create("http://bucket.s3.invalid/1?X-Amz-Signature=S"), Map.of());
        PartResult result = sender.send(part, bytes(0, 10));

        assertTrue(result.isUnconnected(), result::toString);
        assertTrue(String.valueOf(result.message()).contains("bucket.s3.invalid"), result::toString);
    }

    /** The others wait in memory, and nothing more is packed. */
    @Test
    void sendsFivePartsAtATime(@TempDir Path folder) throws Exception {
        byte[] noise = new byte[100 << 20];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        Files.writeString(folder.resolve("appspec.yml"), "version: 0.0\nos: linux\n");
        SourceSpec source = new SourceSpec(folder.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        LocalRevisionHost host = new LocalRevisionHost(new LocalSourceHost(2), sender);
        CountDownLatch five = new CountDownLatch(5);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (PutServer server = new PutServer((put, exchange) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            five.countDown();
            five.await();
            now.decrementAndGet();
            PutServer.stored(put, exchange);
        })) {
            SentArchive sent =
                    host.send(source, Set.of(), host.digest(source, Set.of()), demand -> server.part(demand.number()));
            assertEquals(13, sent.parts().size());
            assertEquals(5, most.get());
        }
    }

    @Test
    void asksForANewSignatureUntilThePartIsStored() throws Exception {
        List<PartDemand> demands = new ArrayList<>();
        try (PutServer server = new PutServer((put, exchange) -> {
            if (put.attempt() < 3) {
                PutServer.failed(exchange, 403, PutServer.error("AccessDenied", "Request has expired"));
            } else {
                PutServer.stored(put, exchange);
            }
        })) {
            Shipment shipment = new Shipment(sender, demand -> {
                demands.add(demand);
                return server.part(demand.number());
            });
            shipment.take(4, bytes(0, 10), "sum", 99);
            assertEquals(4, shipment.results().get(0).number());
        }
        assertEquals(3, demands.size());
        assertEquals(new PartDemand(4, 10, "sum", 99, 0, null), demands.get(0));
        assertEquals("AccessDenied", String.valueOf(demands.get(2).refused().error()));
    }

    @Test
    void interruptionEndsTheRequestsUnderWay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (PutServer server = new PutServer((put, exchange) -> {
            arrived.countDown();
            over.await();
        })) {
            InterruptedException[] seen = new InterruptedException[1];
            Thread thread = new Thread(() -> {
                try {
                    sender.send(server.part(1), bytes(0, 10));
                } catch (InterruptedException e) {
                    seen[0] = e;
                }
            });
            thread.start();
            assertTrue(arrived.await(10, TimeUnit.MINUTES));
            thread.interrupt();
            thread.join(TimeUnit.MINUTES.toMillis(10));
            over.countDown();
            assertFalse(thread.isAlive());
            assertTrue(seen[0] != null, "InterruptedException is thrown on");
        }
    }

    @Test
    void interruptionBeforeTheFirstRequestIsInterruptionToo() throws Exception {
        try (PutServer server = new PutServer(PutServer::stored)) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> sender.send(server.part(1), bytes(0, 10)));
            assertFalse(Thread.interrupted());
            assertEquals(0, server.puts.size());
        }
    }

    @Test
    void noTextHasTheQuery() throws Exception {
        try (PutServer server = new PutServer((put, exchange) -> PutServer.failed(
                exchange, 502, PutServer.error("Bad", "cannot reach http://s3/1?X-Amz-Signature=SECRETSIGNATURE")))) {
            PresignedPart part = server.part(1);
            String texts = sender.send(part, bytes(0, 10)) + " " + part;
            assertFalse(texts.contains("SECRETSIGNATURE"), texts);
            assertTrue(part.toString().matches("part 1 to http://127.0.0.1:\\d+/1\\?…"), texts);
        }
    }
}
