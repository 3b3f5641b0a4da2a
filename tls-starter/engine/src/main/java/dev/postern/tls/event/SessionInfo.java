package dev.postern.tls.event;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchStatus;
import org.jspecify.annotations.Nullable;

/// What was negotiated. A snapshot: the engine's own state moves on.
///
/// @param cipherSuite         negotiated
/// @param group               of the key exchange
/// @param signatureScheme     of the server's CertificateVerify, or null when a PSK stood in for it
/// @param clientSignatureScheme of the client's CertificateVerify, or null when it proved nothing in this handshake
/// @param serverName          the SNI as sent, lower case, or null
/// @param applicationProtocol ALPN, or null
/// @param resumed             whether a ticket was used
/// @param helloRetried        whether a HelloRetryRequest was needed
/// @param earlyData           what became of early data
/// @param localIdentity       what we presented, or [CertificateChain#EMPTY]
/// @param peerIdentity        what the peer proved (now, or when the ticket was issued), or [CertificateChain#EMPTY]
/// @param peerStaples         what came with it, or [Staples#NONE]; a server does not keep it for resumption
/// @param ech                 whether Encrypted Client Hello was used
/// @param ticketAgeSkewMillis how much older the client said its ticket was than the server knows it to be; null unless this is a server's
///     that resumed. For whoever watches clocks: what early data needs of it is judged already
/// @param sessionId           32 bytes that name this connection, for interfaces that ask for a session id; not a secret
public record SessionInfo(CipherSuite cipherSuite, NamedGroup group, @Nullable SignatureScheme signatureScheme,
        @Nullable SignatureScheme clientSignatureScheme,
        @Nullable String serverName, @Nullable String applicationProtocol, boolean resumed, boolean helloRetried,
        EarlyDataReason earlyData, Identity localIdentity, Identity peerIdentity, Staples peerStaples, EchStatus ech,
        @Nullable Long ticketAgeSkewMillis, byte[] sessionId) {

    /// The same where it came out later what became of early data.
    public SessionInfo withEarlyData(EarlyDataReason reason) {
        return new SessionInfo(cipherSuite, group, signatureScheme, clientSignatureScheme, serverName,
                applicationProtocol, resumed, helloRetried, reason, localIdentity, peerIdentity, peerStaples, ech,
                ticketAgeSkewMillis, sessionId);
    }

    /// Our certificates; empty also where we presented something else.
    public CertificateChain localChain() {
        return localIdentity.chain();
    }

    /// The peer's certificates; empty also where it proved something else.
    public CertificateChain peerChain() {
        return peerIdentity.chain();
    }
}
