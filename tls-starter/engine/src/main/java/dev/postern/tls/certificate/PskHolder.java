package dev.postern.tls.certificate;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/// Who knows the external PSK of this identity ([dev.postern.tls.psk.ExternalPsk]). With more than two that know it, that is a group and
/// no more; with one that plays both roles, it may be oneself (RFC 9257 4.1).
///
/// @param pskIdentity as both ends agreed on it, not secret; of an imported PSK, the identity that it was imported from
public record PskHolder(byte[] pskIdentity) implements Identity {
    public PskHolder {
        pskIdentity = pskIdentity.clone();
    }

    @Override
    public byte[] pskIdentity() {
        return pskIdentity.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PskHolder that && MessageDigest.isEqual(pskIdentity, that.pskIdentity);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pskIdentity);
    }

    @Override
    public String toString() {
        return "holder of the PSK " + HexFormat.of().formatHex(pskIdentity);
    }
}
