package io.jenkins.plugins.codedeploy.cli.bench;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A line to an endpoint on which all connections together send no more than so many bits per second. */
final class ShapedLine implements AutoCloseable {
    /** A millisecond at 1 Gbit/s. */
    private static final int PIECE = 128 * 1024;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "shaped-line");
        thread.setDaemon(true);
        return thread;
    });
    private final URI endpoint;
    private final double bytesPerNano;
    /** When the line is free again, by {@link System#nanoTime}. */
    private long free = System.nanoTime();

    /** @param bitsPerSecond infinite for a line that is not shaped */
    ShapedLine(@NonNull URI endpoint, double bitsPerSecond) throws IOException {
        this.endpoint = endpoint;
        this.bytesPerNano = bitsPerSecond / 8e9;
        threads.execute(this::accept);
    }

    /** Where the line begins. */
    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket near = listening.accept();
                Socket far = new Socket(endpoint.getHost(), endpoint.getPort());
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                threads.execute(() -> forward(near, far, true));
                threads.execute(() -> forward(far, near, false));
            } catch (IOException e) {
                // closed
                break;
            }
        }
    }

    private void forward(Socket from, Socket to, boolean shaped) {
        byte[] piece = new byte[PIECE];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (shaped) {
                    waitFor(count);
                }
                out.write(piece, 0, count);
            }
        } catch (IOException e) {
            // the other side has closed the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitFor(int bytes) throws InterruptedException {
        long until;
        synchronized (this) {
            free = Math.max(free, System.nanoTime()) + (long) (bytes / bytesPerNano);
            until = free;
        }
        long left = until - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
