package dev.postern.gateway.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A way to a server that answers pass late, as late as the test says, or that is cut.
public final class SlowLink implements AutoCloseable {
    private final ServerSocket near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int delayMillis;
    private volatile boolean cut;

    public SlowLink(int farPort) throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    connect(near.accept(), farPort);
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
    }

    private void connect(Socket client, int farPort) throws IOException {
        sockets.add(client);
        if (cut) {
            client.close();
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), farPort);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pass(client, server, false));
            Thread.ofVirtual().start(() -> pass(server, client, true));
        } catch (IOException away) {
            client.close();
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + near.getLocalPort();
    }

    public int port() {
        return near.getLocalPort();
    }

    /// Until [#mend], whoever is connected is cut off, and whoever comes is sent away.
    public void cut() throws IOException {
        cut = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    public void mend() {
        cut = false;
    }

    public void delayAnswers(int millis) {
        delayMillis = millis;
    }

    private void pass(Socket from, Socket to, boolean late) {
        byte[] chunk = new byte[16 * 1024];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (late && delayMillis > 0) {
                    Thread.sleep(delayMillis);
                }
                out.write(chunk, 0, count);
            }
        } catch (IOException gone) {
            // Told to both ends by closing them.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
