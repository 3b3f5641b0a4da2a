package dev.postern.tls.fuzz;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.TrustedCertificates;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageSamples;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// A peer's Certificate message down to the verdict: X.509, the path, the name. The anchor is one that the fuzzer has no key of, so that
/// the only chain that may be trusted is the one that holds its very certificate.
final class CertificateTarget implements FuzzTarget {
    private static final long NOW_MILLIS = 1_800_000_000_000L;

    private final X509Certificate anchor = FuzzHost.chain().leaf();
    private final TrustedCertificates trusted = new TrustedCertificates(Set.of(anchor));

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public String feed(byte[] input) {
        CertificateChain chain;
        try {
            if (!(HandshakeMessage.read(input, MessageSamples.BOUNDS) instanceof Certificate message)) {
                return "another message";
            }
            chain = CertificateChain
                    .decode(message.certificateList().stream().map(entry -> entry.certData().toArray()).toList());
        } catch (TlsAlert alert) {
            return Findings.blamesThePeer(alert);
        }
        verdict(trusted.verifyClient(chain, NOW_MILLIS), chain);
        return verdict(trusted.verifyServer(chain, PairSetup.NAME, NOW_MILLIS), chain);
    }

    private String verdict(PeerVerdict verdict, CertificateChain chain) {
        return switch (verdict) {
            case PeerVerdict.Trusted _ -> {
                Findings.requireSame(anchor, chain.leaf(), "a trusted certificate");
                yield "trusted";
            }
            case PeerVerdict.Refused refused -> {
                Findings.require(refused.alert() != AlertDescription.INTERNAL_ERROR, "a verdict that blames us");
                yield refused.alert().label();
            }
        };
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(message(FuzzHost.chain()), message(FuzzHost.strangers()), message(CertificateChain.EMPTY));
    }

    private static byte[] message(CertificateChain chain) {
        return new Certificate(Bytes.EMPTY, chain.certificates().stream().map(certificate -> {
            try {
                return new CertificateEntry(Bytes.copyOf(certificate.getEncoded()), ExtensionBlock.EMPTY);
            } catch (java.security.cert.CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }).toList()).toByteArray();
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("trusted", "unknown_ca", "bad_certificate", "certificate_required", "decode_error");
    }

    /// X.509 is read by the JDK, which builds a string here and a set there.
    @Override
    public long allocationBytes() {
        return 4 * 1024 * 1024;
    }
}
