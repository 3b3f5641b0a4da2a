package dev.postern.gateway.listener;

import dev.postern.tls.netty.TlsSession;
import io.netty.channel.Channel;

/// Whether one HTTP/1.1 connection is read. While it is not, its client has to wait.
final class Http1Reads {
    private final Channel channel;
    private boolean wanted = true;
    private boolean confirmationAwaited;

    Http1Reads(Channel channel) {
        this.channel = channel;
    }

    /// Until the handshake is confirmed reads go on, or what waits for the client's Finished would keep it from being read: early data has
    /// its limit, so it may all come.
    void want(boolean more) {
        wanted = more;
        update();
    }

    private void update() {
        boolean read = wanted || isUnconfirmed();
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    private boolean isUnconfirmed() {
        TlsSession session = TlsSession.arriving(channel).orElse(null);
        if (session == null || session.phase() != TlsSession.Phase.EARLY) {
            return false;
        }
        if (!confirmationAwaited) {
            confirmationAwaited = true;
            session.confirmed().subscribe(null, _ -> {}, this::update);
        }
        return true;
    }
}
