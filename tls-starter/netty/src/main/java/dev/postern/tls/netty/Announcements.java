package dev.postern.tls.netty;

import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import java.util.Optional;

/// What the engine reports, told to the connection, to the pipeline and to whoever waits for one of the futures.
final class Announcements {
    private final TlsHandler handler;
    private final SessionView view;
    private final HandshakeTimer timer;
    private boolean ready;
    private @Nullable SSLException failure;

    Announcements(TlsHandler handler, SessionView view, HandshakeTimer timer) {
        this.handler = handler;
        this.view = view;
        this.timer = timer;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /// Whether the handlers behind have a connection that they may use.
    boolean isUsable() {
        return ready && failure == null;
    }

    Optional<SSLException> failure() {
        return Optional.ofNullable(failure);
    }

    void tell(TlsEvent event) {
        switch (event) {
            case TlsEvent.EarlyDataAccepted accepted -> early(accepted.info());
            case TlsEvent.HandshakeConfirmed confirmed -> confirmed(confirmed.info());
            case TlsEvent.PeerClosed closed -> peerClosed(closed);
            case TlsEvent.Failed failed -> failed(failed.alert(), failed.phase());
            case TlsEvent.EarlyDataRejected rejected -> {
                handler.refusedEarlyData(rejected.reason());
                handler.context().fireUserEventTriggered(event);
            }
            case TlsEvent.EarlyDataEnded _,TlsEvent.TicketReceived _,TlsEvent.KeysUpdated _,TlsEvent.EchRejected _,TlsEvent.CertificateRequested _ ->
                handler.context().fireUserEventTriggered(event);
        }
    }

    /// A server is usable now; a client has to wait for the server's Finished anyway.
    private void early(SessionInfo info) {
        if (handler instanceof TlsServerHandler) {
            handler.connected().connection().early(info);
            view.settle(info);
            timer.unconfirmed();
            announce();
        }
    }

    private void confirmed(SessionInfo info) {
        timer.stop();
        handler.connected().connection().confirm(info);
        view.settle(info);
        announce();
        handler.ended(null, "");
        sendWhatWaited();
    }

    private void announce() {
        if (ready) {
            return;
        }
        ready = true;
        handler.usable();
        handler.connected().handshake().trySuccess(handler.context().channel());
        handler.context().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        sendWhatWaited();
    }

    private void sendWhatWaited() {
        handler.connected().sealer().sealPending();
        handler.context().flush();
    }

    /// RFC 9846 6.1: close_notify has no effect on our direction. Netty's own event would make Reactor Netty close the channel at once, and a
    /// client that half-closed after its request would lose the answer; so it is sent when the channel ends.
    private void peerClosed(TlsEvent.PeerClosed event) {
        handler.connected().closed().trySuccess(handler.context().channel());
        handler.context().fireUserEventTriggered(event);
    }

    private void failed(TlsAlert alert, String phase) {
        timer.stop();
        TlsHandler.Connected connected = handler.connected();
        boolean confirmed = connected.connection().isConfirmed();
        SSLException exception = alert.fault() == Fault.OUR_BUG ? new SSLException(alert.getMessage(), alert)
                : new SSLHandshakeException(alert.getMessage(), alert);
        failure = exception;
        if (!confirmed) {
            handler.ended(alert, phase);
        }
        connected.connection().fail(exception);
        connected.sealer().fail(exception);
        if (confirmed && handler.isInactive()) {
            // A client that just went away; whether a message was cut short is for HTTP to see, by its framing.
        } else if (ready) {
            connected.context().pipeline().addLast(UnclaimedFailure.LAST);
            connected.context().fireExceptionCaught(exception);
        } else {
            handshakeFailed(exception);
        }
        connected.closed().tryFailure(exception);
        connected.sealer().writeRecords();
        connected.context().flush();
        LingeringClose.of(connected.context()).start(connected.context().newPromise());
    }

    void handshakeFailed(Exception exception) {
        if (handler.connected().handshake().tryFailure(exception)) {
            handler.context().fireUserEventTriggered(new SslHandshakeCompletionEvent(exception));
        }
    }
}
