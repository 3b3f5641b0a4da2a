package dev.postern.tls.client;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.event.SessionInfo;
import org.jspecify.annotations.Nullable;

/// A server that proved who it is: by its certificate, or by knowing the PSK.
///
/// @param clientCredential what we answer if it asked who we are
/// @param serverIdentity   proved now, or when the ticket was issued
/// @param serverStaples    what came with it
/// @param scheme           of its CertificateVerify, or null with a PSK
record Authenticated(ServerParameters parameters, CredentialChoice clientCredential, Identity serverIdentity,
        Staples serverStaples, @Nullable SignatureScheme scheme) {

    /// RFC 9846 F.1: PSKs MUST NOT be combined with certificates of either side.
    /// RFC 9846 4.5: with a PSK there is no certificate in either direction.
    static Authenticated byPsk(ServerParameters parameters, OfferedPsk psk) {
        return new Authenticated(parameters, new CredentialChoice.NotRequested(), psk.peer(), psk.staples(), null);
    }

    Negotiated negotiated() {
        return parameters.negotiated();
    }

    SessionInfo info(String serverName, byte[] connectionId) {
        SignatureScheme clientScheme = clientCredential instanceof CredentialChoice.Present ours ? ours.scheme() : null;
        Identity localIdentity = switch (clientCredential) {
            case CredentialChoice.Present(var credential, var _, var _) -> credential.identity();
            case CredentialChoice.Anonymous() -> CertificateChain.EMPTY;
            case CredentialChoice.NotRequested() -> CertificateChain.EMPTY;
        };
        Negotiated negotiated = negotiated();
        return new SessionInfo(negotiated.cipherSuite(), negotiated.group(), scheme, clientScheme, serverName,
                parameters.protocol(), negotiated.resumes(), negotiated.helloRetried(),
                parameters.earlyData(), localIdentity, serverIdentity, serverStaples,
                negotiated.offer().ech().status(), null, connectionId);
    }
}
