package dev.postern.interop.bogo;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.PinnedKeys;
import dev.postern.tls.certificate.RawPublicKey;

import java.util.Base64;
import java.util.List;

/// What the flags think of the peer's certificate or key: only a key that they name is looked at.
final class Verification {

    private Verification() {}

    static PeerVerdict judge(KeyHolder peer, Settings settings) {
        if (settings.has("-fail-ocsp-callback")) {
            return new PeerVerdict.Refused(AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE,
                    "the flags want this OCSP response refused");
        }
        if (!isRefused(peer, settings)) {
            return settings.text("-expect-peer-rpk-sha256").map(Base64.getDecoder()::decode)
                    .map(pin -> new PinnedKeys(List.of(pin)).verify(peer)).orElseGet(PeerVerdict.Trusted::new);
        }
        // BoringSSL's two interfaces for the same thing have an alert each.
        return new PeerVerdict.Refused(settings.has("-use-custom-verify-callback")
                ? AlertDescription.CERTIFICATE_UNKNOWN
                : AlertDescription.HANDSHAKE_FAILURE, "the flags want this certificate refused");
    }

    /// A refusal means nothing to a client that was not told to verify certificates. BoringSSL always verifies raw public keys.
    private static boolean isRefused(KeyHolder peer, Settings settings) {
        return settings.has("-verify-fail")
                && (peer instanceof RawPublicKey || settings.has("-verify-peer")
                        || settings.has("-require-any-client-certificate"));
    }
}
