package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CertificateType;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A key without a certificate (RFC 7250). Nobody vouches for it: who it belongs to is known from elsewhere, or not at all. [PinnedKeys]
/// judges it.
///
/// It does not bind a name either: a server that is asked for another host by the same key is the same peer (RFC 9846 F.9, misbinding).
public final class RawPublicKey implements KeyHolder {
    private final byte[] spki;
    private final PublicKey key;

    private RawPublicKey(byte[] spki, PublicKey key) {
        this.spki = spki;
        this.key = key;
    }

    public static RawPublicKey of(PublicKey key) {
        return new RawPublicKey(key.getEncoded(), key);
    }

    /// From its SubjectPublicKeyInfo in DER.
    ///
    /// @throws IllegalArgumentException in a sentence for the operator when these bytes are none, or of a key that is not known here
    public static RawPublicKey of(byte[] spki) {
        try {
            return decode(List.of(spki));
        } catch (TlsAlert unreadable) {
            throw new IllegalArgumentException("this is no public key that TLS can use", unreadable);
        }
    }

    /// @throws TlsAlert `illegal_parameter` for more than one key, `decode_error` when it is no SubjectPublicKeyInfo,
    ///     `unsupported_certificate` when its algorithm is not known
    static RawPublicKey decode(List<byte[]> entries) {
        if (entries.size() > 1) {
            // RFC 9846 4.5.1: with raw public keys the certificate_list MUST contain no more than one CertificateEntry
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    "the peer sent " + entries.size() + " raw public keys");
        }
        byte[] spki = entries.getFirst().clone();
        return new RawPublicKey(spki, decode(algorithm(spki), spki));
    }

    /// One key has one form: a second encoding of it would pass by whoever pins the first.
    private static String algorithm(byte[] spki) {
        try {
            SubjectPublicKeyInfo read = SubjectPublicKeyInfo.getInstance(spki);
            if (MessageDigest.isEqual(read.getEncoded(ASN1Encoding.DER), spki)) {
                return read.getAlgorithm().getAlgorithm().getId();
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            // Told below, in one sentence for every way in which it can be unreadable.
        }
        // RFC 9846 6.2: decode_error: a message could not be decoded
        throw new TlsAlert(AlertDescription.DECODE_ERROR, Fault.PEER_MISBEHAVED,
                "the peer's raw public key is no SubjectPublicKeyInfo");
    }

    private static PublicKey decode(String algorithm, byte[] spki) {
        KeyFactory factory;
        try {
            factory = KeyFactory.getInstance(algorithm);
        } catch (NoSuchAlgorithmException unknown) {
            // RFC 9846 6.2: unsupported_certificate: a certificate was of an unsupported type
            throw new TlsAlert(AlertDescription.UNSUPPORTED_CERTIFICATE, Fault.PEER_INCOMPATIBLE,
                    "the peer's raw public key is of the unknown algorithm " + algorithm, unknown);
        }
        try {
            return factory.generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException | IndexOutOfBoundsException malformed) {
            // The JDK's reader runs out of an Ed25519 key of no bytes.
            // RFC 9846 6.2: bad_certificate: a certificate was corrupt
            throw new TlsAlert(AlertDescription.BAD_CERTIFICATE, Fault.PEER_MISBEHAVED,
                    "the peer's raw public key is none of its algorithm", malformed);
        }
    }

    @Override
    public CertificateType type() {
        return CertificateType.RAW_PUBLIC_KEY;
    }

    @Override
    public PublicKey publicKey() {
        return key;
    }

    /// The SubjectPublicKeyInfo in DER.
    public byte[] spki() {
        return spki.clone();
    }

    /// What [PinnedKeys] knows it by.
    public byte[] sha256() {
        return sha256(spki);
    }

    static byte[] sha256(byte[] spki) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(spki);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public List<byte[]> encoded() {
        return List.of(spki.clone());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawPublicKey that && MessageDigest.isEqual(spki, that.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }

    @Override
    public String toString() {
        return "raw public key " + HexFormat.of().formatHex(sha256());
    }
}
