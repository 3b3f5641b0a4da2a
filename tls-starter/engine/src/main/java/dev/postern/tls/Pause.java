package dev.postern.tls;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.psk.TicketVerdict;

/// A question that the engine cannot answer alone. It waits, holding no thread, until it is resumed or failed: once, on the thread that
/// owns the connection, now or later.
///
/// @param <A> the answer's type
public sealed interface Pause<A>
        permits Pause.ChooseConfig, Pause.OpenTicket, Pause.JudgeEarlyData, Pause.Sign, Pause.VerifyPeer {

    /// Answers the question and goes on.
    ///
    /// @throws IllegalStateException when it was answered before
    void resume(A answer, TlsOutput out, TlsSink sink);

    /// There is no answer: the connection ends with this alert.
    void fail(TlsAlert alert, TlsOutput out, TlsSink sink);

    /// Server: which configuration serves this ClientHello?
    non-sealed interface ChooseConfig extends Pause<TlsServerConfig> {
        ClientHelloView hello();
    }

    /// Server: what does this ticket say?
    non-sealed interface OpenTicket extends Pause<TicketVerdict> {
        byte[] ticket();
    }

    /// Server: the hello is authentic and fresh; was it seen before?
    non-sealed interface JudgeEarlyData extends Pause<EarlyDataVerdict> {
        EarlyDataOffer offer();
    }

    /// Either end: sign the handshake. The answer is the signature.
    non-sealed interface Sign extends Pause<byte[]> {
        Credential credential();

        SignatureScheme scheme();

        byte[] content();
    }

    /// Either end: is this peer to be trusted? It proved possession of its key already. A raw public key, which comes only where the
    /// configuration takes such keys, has nobody to vouch for it: unless the judge knows the key, it is a stranger (CVE-2024-12797).
    non-sealed interface VerifyPeer extends Pause<PeerVerdict> {
        KeyHolder identity();

        /// Client: the name that the identity has to be good for. The configuration's, or the public name after a refused Encrypted Client
        /// Hello. Empty for a client's identity.
        String serverName();

        /// What came with it because the configuration asked for it.
        Staples staples();
    }
}
