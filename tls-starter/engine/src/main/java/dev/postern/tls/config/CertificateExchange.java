package dev.postern.tls.config;

import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.certificate.ZlibCompression;
import dev.postern.tls.codepoint.SignatureScheme;

import java.util.List;

/// How Certificate messages travel: what an end asks of its peer's beside the chain, and how they may be compressed. Immutable.
///
/// @param ocspResponse whether to ask for a stapled OCSP response
/// @param timestamps   whether to ask for signed certificate timestamps
/// @param delegatedSchemes what the key of a peer's delegated credential may sign with (RFC 9345); empty to take none
/// @param compressions offered to the peer, and used for our own message where the peer offers one; preferred first
public record CertificateExchange(boolean ocspResponse, boolean timestamps, List<SignatureScheme> delegatedSchemes,
        List<CertificateCompression> compressions) {
    /// Asks for nothing, compresses nothing.
    public static final CertificateExchange PLAIN = new CertificateExchange(false, false, List.of(), List.of());
    /// Asks for nothing, and compresses with what the JDK has: zlib.
    public static final CertificateExchange DEFAULT = PLAIN.compressWith(List.of(new ZlibCompression()));

    public CertificateExchange {
        delegatedSchemes = List.copyOf(delegatedSchemes);
        compressions = List.copyOf(compressions);
        if (compressions.size() > 127 || compressions.stream().map(CertificateCompression::algorithm).distinct()
                .count() < compressions.size()) {
            throw new IllegalArgumentException("each compression algorithm is offered once, and 127 at most");
        }
    }

    public CertificateExchange askForOcspResponse(boolean value) {
        return new CertificateExchange(value, timestamps, delegatedSchemes, compressions);
    }

    public CertificateExchange askForTimestamps(boolean value) {
        return new CertificateExchange(ocspResponse, value, delegatedSchemes, compressions);
    }

    public CertificateExchange compressWith(List<CertificateCompression> value) {
        return new CertificateExchange(ocspResponse, timestamps, delegatedSchemes, value);
    }

    public CertificateExchange takeDelegatedCredentials(List<SignatureScheme> value) {
        return new CertificateExchange(ocspResponse, timestamps, value, compressions);
    }
}
