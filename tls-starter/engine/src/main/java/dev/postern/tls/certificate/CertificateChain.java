package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CertificateType;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// A certificate chain, end entity first. An empty chain is what a client without a certificate sends (RFC 9846 4.5.1).
///
/// @param certificates end entity first, each certifying the one before it
public record CertificateChain(List<X509Certificate> certificates) implements KeyHolder {
    public static final CertificateChain EMPTY = new CertificateChain(List.of());

    private static final byte DER_SEQUENCE = 0x30;
    private static final int DIGITAL_SIGNATURE = 0;

    public CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /// What a peer sent, each certificate in DER, to sign the handshake with the key of the first.
    ///
    /// @throws TlsAlert `bad_certificate` when one cannot be read, `unsupported_certificate` when its key is not for signing
    public static CertificateChain decode(List<byte[]> certificates) {
        List<X509Certificate> decoded = new ArrayList<>();
        for (byte[] der : certificates) {
            decoded.add(decode(der));
        }
        if (!decoded.isEmpty()) {
            requireSigningKey(decoded.getFirst());
        }
        return new CertificateChain(decoded);
    }

    private static void requireSigningKey(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            // RFC 9846 4.5.1.2: the digitalSignature bit MUST be set if the Key Usage extension is present
            throw new TlsAlert(AlertDescription.UNSUPPORTED_CERTIFICATE, Fault.PEER_MISBEHAVED,
                    "the peer's certificate is not for signing");
        }
    }

    @Override
    public CertificateType type() {
        return CertificateType.X509;
    }

    @Override
    public boolean isEmpty() {
        return certificates.isEmpty();
    }

    @Override
    public PublicKey publicKey() {
        return leaf().getPublicKey();
    }

    @Override
    public CertificateChain chain() {
        return this;
    }

    @Override
    public List<byte[]> encoded() {
        List<byte[]> encoded = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            try {
                encoded.add(certificate.getEncoded());
            } catch (CertificateEncodingException broken) {
                throw new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE,
                        "a certificate of ours cannot be encoded", broken);
            }
        }
        return encoded;
    }

    /// The end-entity certificate. @throws java.util.NoSuchElementException when the chain is empty
    public X509Certificate leaf() {
        return certificates.getFirst();
    }

    private static X509Certificate decode(byte[] der) {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        try {
            // The JDK's factory would also read PEM, which no peer may send.
            if (der.length > 0 && der[0] == DER_SEQUENCE
                    && CertificateFactory.getInstance("X.509")
                            .generateCertificate(in) instanceof X509Certificate certificate
                    && in.available() == 0) {
                return certificate;
            }
        } catch (CertificateException | IndexOutOfBoundsException malformed) {
            // Told below, in one sentence for every way in which it can be unreadable. The JDK's reader runs out of an Ed25519 key of no bytes.
        }
        // RFC 9846 6.2: bad_certificate: a certificate was corrupt
        throw new TlsAlert(AlertDescription.BAD_CERTIFICATE, Fault.PEER_MISBEHAVED,
                "the peer sent a certificate that cannot be read");
    }
}
