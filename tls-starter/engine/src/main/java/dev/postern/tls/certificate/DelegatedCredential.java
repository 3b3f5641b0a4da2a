package dev.postern.tls.certificate;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletionStage;

/// A key for a few days that a certificate's key vouches for (RFC 9345): whoever serves has no long-lived key to lose. [#issue] makes one.
///
/// @param validSeconds from the certificate's notBefore on, unsigned
/// @param scheme       that its key signs handshakes with, and no other (`dc_cert_verify_algorithm`)
/// @param spki         its key
/// @param algorithm    that the certificate's key signed it with
/// @param signature    over all that and the certificate
public record DelegatedCredential(long validSeconds, SignatureScheme scheme, RawPublicKey spki,
        SignatureScheme algorithm, byte[] signature) {
    /// RFC 9345 4.1.3: the maximum validity period is 7 days.
    public static final long LONGEST_MILLIS = 7L * 86_400 * 1000;

    private static final String DELEGATION_USAGE = "1.3.6.1.4.1.44363.44";
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int PADDING_BYTES = 64;
    private static final long MILLIS = 1000;

    /// Whose handshakes the key is for; a credential of one end is worth nothing at the other.
    public enum Use {
        SERVER("TLS, server delegated credentials"),
        CLIENT("TLS, client delegated credentials");

        private final String context;

        Use(String context) {
            this.context = context;
        }
    }

    public DelegatedCredential {
        signature = signature.clone();
        if (validSeconds < 0 || validSeconds > 0xffff_ffffL || signature.length == 0) {
            throw new IllegalArgumentException("a delegated credential lives 0 to 2^32-1 seconds and is signed");
        }
        if (isRsaEncryption(spki)) {
            // RFC 9345 3: the key MUST NOT use the rsaEncryption OID
            throw new IllegalArgumentException("a delegated credential has no key of rsaEncryption");
        }
    }

    /// @throws IllegalArgumentException when these bytes are none
    public static DelegatedCredential decode(byte[] encoded) {
        WireReader in = new WireReader(encoded);
        try {
            DelegatedCredential read = new DelegatedCredential(in.u32(), new SignatureScheme(in.u16()),
                    RawPublicKey.of(in.opaque24(1, 0xffffff).toArray()), new SignatureScheme(in.u16()),
                    in.opaque16(1, 0xffff).toArray());
            in.end();
            return read;
        } catch (TlsAlert malformed) {
            throw new IllegalArgumentException("no delegated credential: " + malformed.getMessage(), malformed);
        }
    }

    /// Issues one.
    ///
    /// @param issuer         a certificate that allows it (the DelegationUsage extension), and its key
    /// @param key            of the new credential
    /// @param scheme         that this key will sign with
    /// @param nowMillis      milliseconds since the epoch
    /// @param lifetimeMillis from now on, 7 days at most
    /// @return fails when the certificate's key does not sign
    /// @throws IllegalArgumentException when the certificate does not allow it, or nobody would accept the result
    public static CompletionStage<DelegatedCredential> issue(Credential issuer, PublicKey key, SignatureScheme scheme,
            Use use, long nowMillis, long lifetimeMillis) {
        X509Certificate certificate = issuer.chain().leaf();
        if (!allowsDelegation(certificate)) {
            throw new IllegalArgumentException("the certificate lacks DelegationUsage, or is not for signing");
        }
        if (lifetimeMillis < MILLIS || lifetimeMillis > LONGEST_MILLIS) {
            throw new IllegalArgumentException("a delegated credential lives a second to 7 days");
        }
        long validSeconds = (nowMillis + lifetimeMillis - certificate.getNotBefore().getTime()) / MILLIS;
        SignatureScheme algorithm = issuer.schemes().getFirst();
        DelegatedCredential unsigned = new DelegatedCredential(validSeconds, scheme, RawPublicKey.of(key), algorithm,
                new byte[1]);
        return issuer.signer().sign(algorithm, unsigned.signedContent(certificate, use))
                .thenApply(signature -> new DelegatedCredential(validSeconds, scheme, unsigned.spki, algorithm,
                        signature));
    }

    public byte[] encoded() {
        return writeUnsigned(new WireWriter()).u16(algorithm.code()).opaque16(Bytes.copyOf(signature)).toByteArray();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /// RFC 9345 4.2: the DelegationUsage extension, and the digitalSignature bit in the KeyUsage extension.
    public static boolean allowsDelegation(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getExtensionValue(DELEGATION_USAGE) != null && usage != null && usage[DIGITAL_SIGNATURE];
    }

    /// Not expired, and not valid for longer than anybody may accept. A stolen key is of use for no longer than that.
    public boolean isValidAt(long nowMillis, X509Certificate certificate) {
        long leftMillis = certificate.getNotBefore().getTime() + validSeconds * MILLIS - nowMillis;
        return leftMillis > 0 && leftMillis <= LONGEST_MILLIS;
    }

    /// What the certificate's key signs: RFC 9345 4.
    public byte[] signedContent(X509Certificate certificate, Use use) {
        WireWriter out = new WireWriter().bytes(" ".repeat(PADDING_BYTES).getBytes(StandardCharsets.US_ASCII))
                .bytes(use.context.getBytes(StandardCharsets.US_ASCII)).u8(0);
        try {
            out.bytes(certificate.getEncoded());
        } catch (CertificateEncodingException broken) {
            throw new IllegalArgumentException("the certificate cannot be encoded", broken);
        }
        return writeUnsigned(out).u16(algorithm.code()).toByteArray();
    }

    private WireWriter writeUnsigned(WireWriter out) {
        return out.u32(validSeconds).u16(scheme.code()).opaque24(Bytes.copyOf(spki.spki()));
    }

    private static boolean isRsaEncryption(RawPublicKey key) {
        return RSA_ENCRYPTION
                .equals(SubjectPublicKeyInfo.getInstance(key.spki()).getAlgorithm().getAlgorithm().getId());
    }
}
