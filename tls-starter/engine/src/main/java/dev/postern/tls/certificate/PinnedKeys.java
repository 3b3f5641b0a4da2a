package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;

/// Judges a peer by its key alone: it is trusted when the SHA-256 of its SubjectPublicKeyInfo is one of these. That is how raw public keys
/// are judged; a certificate is taken for the key in it, whatever its issuer, name and dates say.
///
/// Immutable and thread-safe.
public final class PinnedKeys {
    private static final int SHA256_BYTES = 32;

    private final List<byte[]> pins;

    /// @param sha256 of each SubjectPublicKeyInfo, 32 bytes; at least one
    public PinnedKeys(Collection<byte[]> sha256) {
        this.pins = sha256.stream().map(byte[]::clone).toList();
        if (pins.isEmpty() || pins.stream().anyMatch(pin -> pin.length != SHA256_BYTES)) {
            throw new IllegalArgumentException(
                    "keys are pinned by the SHA-256 of their SubjectPublicKeyInfo, one at least");
        }
    }

    /// The answer to [dev.postern.tls.Pause.VerifyPeer].
    public PeerVerdict verify(KeyHolder peer) {
        if (peer.isEmpty()) {
            return new PeerVerdict.Refused(AlertDescription.CERTIFICATE_REQUIRED, "the peer shows no key");
        }
        byte[] shown = RawPublicKey.sha256(spki(peer));
        return pins.stream().anyMatch(pin -> MessageDigest.isEqual(pin, shown))
                ? new PeerVerdict.Trusted()
                // RFC 9846 6.2: certificate_unknown: some other issue rendered the certificate unacceptable
                : new PeerVerdict.Refused(AlertDescription.CERTIFICATE_UNKNOWN,
                        "the peer's key is not one of the pinned");
    }

    private static byte[] spki(KeyHolder peer) {
        return switch (peer) {
            case RawPublicKey bare -> bare.spki();
            case CertificateChain chain -> chain.leaf().getPublicKey().getEncoded();
        };
    }
}
