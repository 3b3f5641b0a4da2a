package dev.postern.tls.crypto.spi;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.NamedGroup;

/// What every provider checks of a peer's key share, the same in all of them.
public final class KeyShares {
    private KeyShares() {}

    public static void requireLength(NamedGroup group, byte[] share, int lengthBytes) {
        if (share.length != lengthBytes) {
            throw refused(group, "a key share of %d bytes where %d are due".formatted(share.length, lengthBytes));
        }
    }

    /// RFC 9846 4.3.8.2: peers MUST verify the point; only the uncompressed form is allowed.
    public static void requireUncompressed(NamedGroup group, byte[] share, int coordinateBytes) {
        requireLength(group, share, 1 + 2 * coordinateBytes);
        if (share[0] != 4) {
            throw refused(group, "a point that is not in uncompressed form");
        }
    }

    /// RFC 9846 7.4.2: for X25519, implementations MUST check whether the shared secret is the all-zero value and abort if so.
    public static byte[] requireNonZero(NamedGroup group, byte[] secret) {
        int bits = 0;
        for (byte b : secret) {
            bits |= b;
        }
        if (bits == 0) {
            throw refused(group, "a key share that leads to the all-zero secret");
        }
        return secret;
    }

    public static TlsAlert refused(NamedGroup group, String why) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, group + ": " + why);
    }

    public static TlsAlert refused(NamedGroup group, String why, Throwable cause) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, group + ": " + why, cause);
    }
}
