package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** A server that says what time it is, and nothing else. */
class AwsClockTest {
    private static final Instant OURS = Instant.parse("2026-03-01T12:00:00.500Z");

    private ServerSocket server;
    private AwsClients clients;
    private volatile String date;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
        clients = new AwsClients(
                ApacheHttpClient.builder().build(), Clock.fixed(OURS, ZoneOffset.UTC), Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
        server.close();
    }

    @Test
    void isOursUntilAwsHasAnswered() {
        assertEquals(OURS, clients.clock(access()).now());
    }

    @Test
    void isAwsOwnWhereOursIsOff() {
        for (Duration off : new Duration[] {Duration.ofMinutes(-9), Duration.ofMinutes(9), Duration.ofDays(400)}) {
            hear(OURS.plus(off));
            Duration error =
                    Duration.between(OURS.plus(off), clients.clock(access()).now());
            assertTrue(error.abs().compareTo(Duration.ofSeconds(1)) <= 0, error.toString());
        }
    }

    /** AWS tells whole seconds: an own clock that is right knows better. */
    @Test
    void isOursWhereItAgrees() {
        hear(OURS.plusSeconds(1));
        assertEquals(OURS, clients.clock(access()).now());
        hear(OURS.minusSeconds(1));
        assertEquals(OURS, clients.clock(access()).now());
    }

    @Test
    void aDateThatIsNoneTeachesNothing() {
        hear(OURS.plusSeconds(600));
        Instant learnt = clients.clock(access()).now();
        date = "yesterday";
        ask();

        assertEquals(learnt, clients.clock(access()).now());
    }

    private void hear(Instant time) {
        date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
        ask();
    }

    private void ask() {
        clients.sourceArn(access());
    }

    private TargetAccess access() {
        return TargetAccess.of(
                        new SourceIdentity(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
                                "test",
                                "test"),
                        null,
                        null,
                        "eu-central-1")
                .with(AwsEndpoints.all(URI.create("http://127.0.0.1:" + server.getLocalPort())));
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[8192];
                if (socket.getInputStream().read(request) > 0) {
                    String answer = "HTTP/1.1 400 Bad Request\r\nDate: " + date
                            + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    // closing with unread bytes would reset the connection before the answer is read
                    socket.shutdownOutput();
                    while (socket.getInputStream().read(request) >= 0) {
                        continue;
                    }
                }
            } catch (IOException e) {
                // closed, or a client that went away
            }
        }
    }
}
