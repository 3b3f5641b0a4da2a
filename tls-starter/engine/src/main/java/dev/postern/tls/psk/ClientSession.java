package dev.postern.tls.psk;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.Secret;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// A ticket as its client keeps it. RFC 9846 C.4: a client uses each ticket once.
///
/// @param ticket             the opaque identity
/// @param psk                derived from the resumption secret and the ticket's nonce
/// @param cipherSuite        the suite of the issuing connection
/// @param receivedAtMillis   milliseconds since the epoch
/// @param lifetimeSeconds    after which the client must not offer it
/// @param ageAdd             ticket_age_add
/// @param maxEarlyDataBytes  0 when the server allows no early data with it
/// @param serverName         the name it was issued for; it is offered to that name alone
/// @param applicationProtocol the ALPN protocol of the issuing connection, or null
/// @param peerIdentity       what the server proved when the ticket was issued: resuming inherits it
/// @param peerStaples        what came with it
/// @param ownIdentities      whom the client could prove to be, preferred first: to the server a client that resumes is who it was, so it is
///     offered by nobody else
public record ClientSession(byte[] ticket, Secret psk, CipherSuite cipherSuite, long receivedAtMillis,
        int lifetimeSeconds, int ageAdd, long maxEarlyDataBytes, String serverName,
        @Nullable String applicationProtocol, Identity peerIdentity, Staples peerStaples,
        List<KeyHolder> ownIdentities) {
    public ClientSession {
        ownIdentities = List.copyOf(ownIdentities);
    }

    /// The server's certificates; empty where it proved something else.
    public CertificateChain peerChain() {
        return peerIdentity.chain();
    }
}
