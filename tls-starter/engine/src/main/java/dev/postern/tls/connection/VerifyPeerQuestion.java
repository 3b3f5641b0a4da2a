package dev.postern.tls.connection;

import dev.postern.tls.Pause;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.PeerVerdict;

/// [Pause.VerifyPeer], for either end. A refusal ends the connection with the alert that the judge chose.
public final class VerifyPeerQuestion extends Continuation<PeerVerdict> implements Pause.VerifyPeer {
    private final CertificateChain chain;

    /// @param trusted what happens next when the chain is trusted
    public VerifyPeerQuestion(Connection connection, CertificateChain chain, Runnable trusted) {
        super(connection, verdict -> {
            switch (verdict) {
                case PeerVerdict.Trusted() -> trusted.run();
                case PeerVerdict.Refused(var alert, var sentence) ->
                    throw new TlsAlert(alert, Fault.PEER_MISBEHAVED, sentence);
            }
        });
        this.chain = chain;
    }

    @Override
    public CertificateChain chain() {
        return chain;
    }
}
