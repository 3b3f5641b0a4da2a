package dev.postern.gateway.certificates;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is sent to make or replace a certificate: PEM texts, a PKCS#12 file, or the wish for a self-signed one.
///
/// @param chainPem      leaf and intermediates, in any order
/// @param privateKeyPem PKCS#1, SEC1 or PKCS#8, the last also encrypted
/// @param pkcs12        base64
/// @param passphrase    of the PKCS#12 file or of an encrypted key
record CertificateInput(@Nullable String name, @Nullable String chainPem,
        @Schema(accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable String privateKeyPem,
        @Schema(accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable String pkcs12,
        @Schema(accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable String passphrase,
        @Nullable SelfSignedInput selfSigned) {

    /// @param dnsNames names and one-label wildcards
    @Schema(name = "SelfSignedInput")
    record SelfSignedInput(@Nullable List<@Nullable String> dnsNames) {}

    /// Never the key or the passphrase.
    @Override
    public String toString() {
        return "CertificateInput[name=" + name + "]";
    }
}
