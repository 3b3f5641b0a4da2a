package dev.postern.benchmarks;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/// Handshakes of the JDK's engine with itself, set up as well as we know: SunX509 key manager (its PKIX one takes twice as long), one context
/// for all connections, tickets as it sends them by default, buffers reused.
final class JsseHandshakes {
    private static final char[] PASSWORD = "benchmark".toCharArray();
    private static final int PORT = 443;

    private final ServerClock clock = new ServerClock();
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer plaintext = ByteBuffer.allocate(1 << 15);
    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private final SSLContext server;
    private final SSLContext client;

    JsseHandshakes(Identity identity) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, PASSWORD);
            keys.setKeyEntry("server", identity.key(), PASSWORD, new Certificate[]{identity.certificate()});
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
            keyManagers.init(keys, PASSWORD);
            server = SSLContext.getInstance("TLSv1.3");
            server.init(keyManagers.getKeyManagers(), null, null);

            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, PASSWORD);
            trusted.setCertificateEntry("server", identity.certificate());
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trusted);
            client = SSLContext.getInstance("TLSv1.3");
            client.init(null, trustManagers.getTrustManagers(), null);
        } catch (GeneralSecurityException | IOException defect) {
            throw new IllegalStateException("the JDK's engine could not be set up", defect);
        }
    }

    /// @param resumed whether to offer the session of the last resumable handshake; the first one that asks for it makes it
    /// @return whether it was resumed, as the server sees it
    boolean handshake(boolean resumed) {
        try {
            SSLEngine clientEngine = resumed ? client.createSSLEngine(Identity.NAME, PORT) : client.createSSLEngine();
            clientEngine.setUseClientMode(true);
            clientEngine.setSSLParameters(restricted(clientEngine.getSSLParameters()));
            clock.start();
            SSLEngine serverEngine = server.createSSLEngine();
            serverEngine.setUseClientMode(false);
            serverEngine.setSSLParameters(restricted(serverEngine.getSSLParameters()));
            clock.stop();
            run(clientEngine, serverEngine);
            return serverEngine.getSession().getCreationTime() < clientEngineStart;
        } catch (SSLException failed) {
            throw new IllegalStateException("the JDK's handshake failed", failed);
        }
    }

    long takeServerNanos() {
        return clock.take();
    }

    private long clientEngineStart;

    private void run(SSLEngine clientEngine, SSLEngine serverEngine) throws SSLException {
        clientEngineStart = System.currentTimeMillis();
        toServer.clear();
        toClient.clear();
        boolean progress = true;
        while (progress) {
            progress = step(clientEngine, toClient, toServer);
            clock.start();
            progress |= step(serverEngine, toServer, toClient);
            clock.stop();
        }
    }

    /// Does what the engine wants until it wants input that is not there.
    private boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        boolean progress = false;
        in.flip();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP || mustBegin(engine, status)) {
                engine.wrap(nothing, out);
            } else if (in.hasRemaining()) {
                plaintext.clear();
                SSLEngineResult result = engine.unwrap(in, plaintext);
                if (result.bytesConsumed() == 0 && result.getHandshakeStatus() == status) {
                    break;
                }
            } else {
                break;
            }
            progress = true;
        }
        in.compact();
        return progress;
    }

    private static boolean mustBegin(SSLEngine engine, HandshakeStatus status) {
        return engine.getUseClientMode() && status == HandshakeStatus.NOT_HANDSHAKING
                && engine.getSession().getProtocol().equals("NONE");
    }

    private static SSLParameters restricted(SSLParameters parameters) {
        parameters.setProtocols(new String[]{"TLSv1.3"});
        parameters.setCipherSuites(new String[]{"TLS_AES_128_GCM_SHA256"});
        parameters.setNamedGroups(new String[]{"x25519"});
        return parameters;
    }
}
