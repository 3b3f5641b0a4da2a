package dev.postern.tls.netty;

import dev.postern.tls.event.SessionInfo;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What interfaces that ask for an [SSLEngine] may read: the session and the application protocol. It moves no byte.
///
/// Spring's `SslInfo` reads the session id and the peer's certificates from here.
final class SessionView extends SSLEngine {
    private static final String PROTOCOL = "TLSv1.3";

    private final boolean client;
    private final Session session = new Session();
    private volatile @Nullable SessionInfo info;

    SessionView(boolean client) {
        this.client = client;
    }

    void settle(SessionInfo settled) {
        info = settled;
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return info == null ? session : null;
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        SessionInfo settled = info;
        if (settled == null) {
            return null;
        }
        return settled.applicationProtocol() == null ? "" : settled.applicationProtocol();
    }

    @Override
    public boolean getUseClientMode() {
        return client;
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[]{PROTOCOL};
    }

    @Override
    public String[] getSupportedProtocols() {
        return new String[]{PROTOCOL};
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return new String[]{session.getCipherSuite()};
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return getEnabledCipherSuites();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        return SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    @Override
    public boolean isInboundDone() {
        return false;
    }

    @Override
    public boolean isOutboundDone() {
        return false;
    }

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        throw new SSLException("this engine is a view; the TLS handler moves the bytes");
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        throw new SSLException("this engine is a view; the TLS handler moves the bytes");
    }

    // A view cannot be configured; the setters below are no promise, and SslHandler calls none of them.

    @Override
    public void closeInbound() {
        readOnly();
    }

    @Override
    public void closeOutbound() {
        readOnly();
    }

    @Override
    public void beginHandshake() {
        readOnly();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        readOnly();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        readOnly();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        readOnly();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        readOnly();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        readOnly();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        readOnly();
    }

    private static void readOnly() {
        throw new IllegalStateException("this engine is a view: configure the TLS policy instead");
    }

    /// The session behind the view; empty until the handshake settled it.
    private final class Session implements SSLSession {
        private final long createdMillis = System.currentTimeMillis();
        private final Map<String, Object> values = new HashMap<>();

        @Override
        public byte[] getId() {
            SessionInfo settled = info;
            return settled == null ? new byte[0] : settled.sessionId().clone();
        }

        @Override
        public String getCipherSuite() {
            SessionInfo settled = info;
            return settled == null ? "TLS_NULL_WITH_NULL_NULL" : settled.cipherSuite().toString();
        }

        @Override
        public String getProtocol() {
            return info == null ? "NONE" : PROTOCOL;
        }

        @Override
        public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
            SessionInfo settled = info;
            if (settled == null || settled.peerChain().isEmpty()) {
                throw new SSLPeerUnverifiedException("the peer sent no certificate");
            }
            return settled.peerChain().certificates().toArray(X509Certificate[]::new);
        }

        @Override
        public Certificate @Nullable [] getLocalCertificates() {
            SessionInfo settled = info;
            return settled == null || settled.localChain().isEmpty() ? null
                    : settled.localChain().certificates().toArray(X509Certificate[]::new);
        }

        @Override
        public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
            return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
        }

        @Override
        public @Nullable Principal getLocalPrincipal() {
            Certificate[] local = getLocalCertificates();
            return local == null ? null : ((X509Certificate) local[0]).getSubjectX500Principal();
        }

        @Override
        public long getCreationTime() {
            return createdMillis;
        }

        @Override
        public long getLastAccessedTime() {
            return createdMillis;
        }

        @Override
        public @Nullable String getPeerHost() {
            SessionInfo settled = info;
            return settled == null || !client ? null : settled.serverName();
        }

        @Override
        public int getPeerPort() {
            return -1;
        }

        @Override
        public int getPacketBufferSize() {
            return 5 + 16_384 + 256;
        }

        @Override
        public int getApplicationBufferSize() {
            return 16_384;
        }

        @Override
        public @Nullable SSLSessionContext getSessionContext() {
            return null;
        }

        @Override
        public void invalidate() {
            // A ticket is the client's to forget; nothing is kept here.
        }

        @Override
        public boolean isValid() {
            return info != null;
        }

        @Override
        public synchronized void putValue(String name, Object value) {
            values.put(name, value);
        }

        @Override
        public synchronized @Nullable Object getValue(String name) {
            return values.get(name);
        }

        @Override
        public synchronized void removeValue(String name) {
            values.remove(name);
        }

        @Override
        public synchronized String[] getValueNames() {
            String[] names = values.keySet().toArray(String[]::new);
            Arrays.sort(names);
            return names;
        }
    }
}
