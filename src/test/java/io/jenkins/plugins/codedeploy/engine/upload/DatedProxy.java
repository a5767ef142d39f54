package io.jenkins.plugins.codedeploy.engine.upload;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Passes bytes on; but answers bear another date, which the JDK's server would not let one set. */
final class DatedProxy implements AutoCloseable {
    private static final byte[] HEADER = "\r\nDate: ".getBytes(StandardCharsets.US_ASCII);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private final Duration ahead;

    DatedProxy(int port, Duration ahead) throws IOException {
        this.port = port;
        this.ahead = ahead;
        start(this::serve);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void serve() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            Socket aws = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setTcpNoDelay(true);
            aws.setTcpNoDelay(true);
            start(() -> {
                try (aws) {
                    client.getInputStream().transferTo(aws.getOutputStream());
                }
            });
            start(() -> {
                try (client) {
                    answers(new BufferedInputStream(aws.getInputStream()), client.getOutputStream());
                }
            });
        }
    }

    private void answers(InputStream in, OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out);
        int matched = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            buffered.write(b);
            matched = b == HEADER[matched] ? matched + 1 : b == HEADER[0] ? 1 : 0;
            if (matched == HEADER.length) {
                byte[] date = DATE.format(Instant.now().plus(ahead)).getBytes(StandardCharsets.US_ASCII);
                in.readNBytes(date.length);
                buffered.write(date);
                matched = 0;
            }
            if (in.available() == 0) {
                buffered.flush();
            }
        }
        buffered.flush();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side is closed
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
