package io.jenkins.plugins.codedeploy.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** A port of this machine at which nobody listens, unless its holder does, and which nobody else gets meanwhile. */
public final class ReservedPort implements AutoCloseable {
    private final Socket reservation = new Socket();

    public ReservedPort() throws IOException {
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Until the process ends. */
    public static ReservedPort forever() {
        try {
            return new ReservedPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int number() {
        return reservation.getLocalPort();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + number());
    }

    /** @return to be closed by the caller; after it this can be called again */
    public ServerSocket listen() throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (true) {
            ServerSocket server = new ServerSocket();
            try {
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number()), 50);
                return server;
            } catch (BindException e) {
                server.close();
                // one that was closed while a thread accepted is gone only when that thread has left
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        reservation.close();
    }
}
