package dev.postern.tls.server;

import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.keys.EarlySecret;

/// The PSK that was selected; its binder is verified.
sealed interface PskUse permits Resumption, PskUse.External {

    /// Its place among the client's identities.
    int index();

    EarlySecret earlySecret();

    /// Who the client is.
    Identity client();

    /// An external PSK, which stands in for both ends' certificates.
    record External(int index, EarlySecret earlySecret, PskHolder client) implements PskUse {}
}
