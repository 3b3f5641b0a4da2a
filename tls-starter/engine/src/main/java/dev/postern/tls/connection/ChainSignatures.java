package dev.postern.tls.connection;

import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.SignatureScheme;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What a chain is signed with, held against what the peer says that it can check.
final class ChainSignatures {
    private static final SignatureScheme RSA_PKCS1_SHA1 = new SignatureScheme(0x0201);
    private static final SignatureScheme ECDSA_SHA1 = new SignatureScheme(0x0203);
    private static final Set<SignatureScheme> SHA1 = Set.of(RSA_PKCS1_SHA1, ECDSA_SHA1);
    /// By the object identifier in the certificate. One with RSASSA-PSS says its hash elsewhere, so any of these schemes will do.
    private static final Map<String, Set<SignatureScheme>> SCHEMES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.5", Set.of(RSA_PKCS1_SHA1)),
            Map.entry("1.2.840.113549.1.1.11", Set.of(new SignatureScheme(0x0401))),
            Map.entry("1.2.840.113549.1.1.12", Set.of(new SignatureScheme(0x0501))),
            Map.entry("1.2.840.113549.1.1.13", Set.of(new SignatureScheme(0x0601))),
            Map.entry("1.2.840.113549.1.1.10",
                    Set.of(SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA384,
                            SignatureScheme.RSA_PSS_RSAE_SHA512, SignatureScheme.RSA_PSS_PSS_SHA256,
                            SignatureScheme.RSA_PSS_PSS_SHA384, SignatureScheme.RSA_PSS_PSS_SHA512)),
            Map.entry("1.2.840.10045.4.1", Set.of(ECDSA_SHA1)),
            Map.entry("1.2.840.10045.4.3.2", Set.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
            Map.entry("1.2.840.10045.4.3.3", Set.of(SignatureScheme.ECDSA_SECP384R1_SHA384)),
            Map.entry("1.2.840.10045.4.3.4", Set.of(new SignatureScheme(0x0603))),
            Map.entry("1.3.101.112", Set.of(SignatureScheme.ED25519)));

    private ChainSignatures() {}

    /// In our order, but chains that the peer can check before the others.
    ///
    /// @param accepted the peer's `signature_algorithms_cert`
    static List<Credential> inOrder(List<Credential> credentials, List<SignatureScheme> accepted) {
        // RFC 9846 4.5.1.2: all certificates MUST be signed by an advertised algorithm, if it is able to provide such a chain
        Stream<Credential> fitting = credentials.stream().filter(credential -> fits(credential, accepted));
        // RFC 9846 4.5.1.2: a fallback chain MUST NOT use SHA-1, unless the peer is willing; 4.3.3: nor be offered
        Stream<Credential> fallback = credentials.stream()
                .filter(credential -> !fits(credential, accepted) && !isSignedWithSha1(credential));
        return Stream.concat(fitting, fallback).toList();
    }

    private static boolean fits(Credential credential, List<SignatureScheme> accepted) {
        return signed(credential).allMatch(certificate -> SCHEMES.getOrDefault(certificate.getSigAlgOID(), Set.of())
                .stream().anyMatch(accepted::contains));
    }

    private static boolean isSignedWithSha1(Credential credential) {
        return signed(credential).anyMatch(certificate -> SCHEMES
                .getOrDefault(certificate.getSigAlgOID(), Set.of()).stream().anyMatch(SHA1::contains));
    }

    /// Without what is signed by itself: nobody checks that signature.
    private static Stream<X509Certificate> signed(Credential credential) {
        return credential.chain().certificates().stream().filter(certificate -> !certificate.getIssuerX500Principal()
                .equals(certificate.getSubjectX500Principal()));
    }
}
