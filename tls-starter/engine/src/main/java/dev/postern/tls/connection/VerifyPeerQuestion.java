package dev.postern.tls.connection;

import dev.postern.tls.Pause;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.Staples;

/// [Pause.VerifyPeer], for either end. A refusal ends the connection with the alert that the judge chose.
public final class VerifyPeerQuestion extends Continuation<PeerVerdict> implements Pause.VerifyPeer {
    private final IncomingCertificate peer;
    private final String serverName;

    /// @param serverName that the peer has to be; empty for a client
    /// @param trusted    what happens next when the peer is trusted
    public VerifyPeerQuestion(Connection connection, IncomingCertificate peer, String serverName, Runnable trusted) {
        super(connection, verdict -> {
            switch (verdict) {
                case PeerVerdict.Trusted() -> trusted.run();
                case PeerVerdict.Refused(var alert, var sentence) ->
                    throw new TlsAlert(alert, Fault.PEER_MISBEHAVED, sentence);
            }
        });
        this.peer = peer;
        this.serverName = serverName;
    }

    @Override
    public KeyHolder identity() {
        return peer.identity();
    }

    @Override
    public Staples staples() {
        return peer.staples();
    }

    @Override
    public String serverName() {
        return serverName;
    }
}
