package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.ReservedPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between the engine and AWS, as a proxy or a network does, and can die, go silent and come back. Clients speak
 * to it as to an HTTP proxy.
 */
final class Relay implements AutoCloseable {
    private final int behind;
    private final ReservedPort port = new ReservedPort();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;
    private volatile boolean silent;

    /** @param behind port on this machine to which everything goes, whatever clients ask for */
    Relay(int behind) throws IOException {
        this.behind = behind;
        rise();
    }

    int port() {
        return port.number();
    }

    /** Connections break, and new ones are refused. */
    void die() throws IOException {
        server.close();
        hangUp();
    }

    /** Connections break. */
    void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    void rise() throws IOException {
        server = port.listen();
        start(this::serve);
    }

    /** Connections stay open, new ones too, and nothing comes through in either direction. */
    void goSilent() {
        silent = true;
    }

    /** What was lost stays lost; new connections work. */
    void speak() {
        silent = false;
    }

    private void serve() throws IOException {
        ServerSocket mine = server;
        while (!mine.isClosed()) {
            Socket client = mine.accept();
            Socket aws = new Socket(InetAddress.getLoopbackAddress(), behind);
            open.add(client);
            open.add(aws);
            start(() -> pass(client, aws));
            start(() -> pass(aws, client));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8_192];
            boolean lost = false;
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                lost |= silent;
                if (!lost) {
                    out.write(some, 0, n);
                    out.flush();
                }
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
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
        die();
        port.close();
    }
}
