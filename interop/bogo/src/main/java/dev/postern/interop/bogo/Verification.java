package dev.postern.interop.bogo;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.PeerVerdict;

/// What the flags think of the peer's certificate: it is not looked at.
final class Verification {

    private Verification() {}

    static PeerVerdict judge(Settings settings) {
        if (!isRefused(settings)) {
            return new PeerVerdict.Trusted();
        }
        // BoringSSL's two interfaces for the same thing have an alert each.
        return new PeerVerdict.Refused(settings.has("-use-custom-verify-callback")
                ? AlertDescription.CERTIFICATE_UNKNOWN
                : AlertDescription.HANDSHAKE_FAILURE, "the flags want this certificate refused");
    }

    /// A refusal means nothing to a client that was not told to verify.
    private static boolean isRefused(Settings settings) {
        return settings.has("-verify-fail")
                && (settings.has("-verify-peer") || settings.has("-require-any-client-certificate"));
    }
}
