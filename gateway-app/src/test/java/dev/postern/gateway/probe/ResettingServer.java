package dev.postern.gateway.probe;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;

/// Shakes hands and then resets the connection as soon as it is asked something, as a firewall does that dislikes a request.
final class ResettingServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final SSLContext context = context();

    ResettingServer() throws Exception {
        Thread.ofVirtual().start(this::accept);
    }

    private static SSLContext context() throws Exception {
        Issued issued = DevelopmentAuthority.create(Instant.now()).issue(List.of("localhost"));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", issued.privateKey(), new char[0], issued.chain().toArray(Certificate[]::new));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                reset(server.accept());
            }
        } catch (IOException over) {
            // the test is
        }
    }

    private void reset(Socket accepted) throws IOException {
        try (accepted) {
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
            tls.getInputStream().read();
            accepted.setSoLinger(true, 0);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
