package dev.postern.tls.client;

import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.keys.EarlySecret;

/// One identity of our pre_shared_key, with the secret behind it.
sealed interface OfferedPsk permits OfferedSession, OfferedExternalPsk {

    EarlySecret earlySecret();

    /// The one hash that it belongs to (RFC 9846 4.3.11).
    HashAlgorithm hash();

    PskIdentity identity(long nowMillis);

    /// @param partialHash the transcript up to and with the ClientHello without its binders (RFC 9846 4.3.11.2)
    byte[] binder(byte[] partialHash);

    /// Who the server is that takes it.
    Identity peer();

    /// What came with it when it was proved.
    Staples staples();
}
