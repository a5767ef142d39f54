package io.jenkins.plugins.codedeploy.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VirtualHostTest {
    /** Bypasses name resolution, which does not know the host everywhere. */
    private static String send(SignedRequests.Prepared prepared) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(prepared.method())
                .append(' ')
                .append(prepared.uri().getRawPath())
                .append(" HTTP/1.1\r\nHost: ")
                .append(prepared.uri().getRawAuthority())
                .append("\r\nConnection: close\r\n");
        prepared.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(prepared.body());
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), prepared.uri().getPort())) {
            socket.getOutputStream().write(out.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theHostMayNameTheBucket() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            SignedRequests jenkins = new SignedRequests(new Clients(aws).jenkins(), "s3", aws.region());
            URI host = URI.create("http://" + aws.seed().bucket() + ".localhost:"
                    + aws.endpoint().getPort() + "/a/b.zip");
            String put = send(jenkins.header("PUT", host, Map.of(), "revision".getBytes(StandardCharsets.UTF_8)));
            assertTrue(put.startsWith("HTTP/1.1 200"), put);
            String got = send(jenkins.header("GET", host, Map.of(), new byte[0]));
            assertTrue(got.endsWith("\r\n\r\nrevision"), got);
            assertEquals(
                    List.of("a/b.zip"), aws.s3().bucket(aws.seed().bucket()).keys());
            assertEquals("PutObject", aws.calls().all().get(0).operation());
        }
    }
}
