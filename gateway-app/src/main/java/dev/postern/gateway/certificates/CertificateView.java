package dev.postern.gateway.certificates;

import dev.postern.gateway.routes.Finding;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

import java.time.Instant;
import java.util.List;

/// A certificate as it is shown: everything but the key.
@Schema(name = "Certificate")
record CertificateView(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
        @Schema(requiredMode = RequiredMode.REQUIRED) String name,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<String> dnsNames,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant notBefore,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant notAfter,
        @Schema(requiredMode = RequiredMode.REQUIRED) String keyAlgorithm,
        @Schema(requiredMode = RequiredMode.REQUIRED) String spkiSha256,
        @Schema(requiredMode = RequiredMode.REQUIRED) String subject,
        @Schema(requiredMode = RequiredMode.REQUIRED) String issuer,
        @Schema(requiredMode = RequiredMode.REQUIRED) int chainLength,
        @Schema(requiredMode = RequiredMode.REQUIRED) String source,
        @Schema(requiredMode = RequiredMode.REQUIRED) int version,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<Finding> findings,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean declared,
        @Schema(requiredMode = RequiredMode.REQUIRED) long revision,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant createdAt,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant changedAt) {

    /// One version of a certificate.
    @Schema(name = "CertificateVersion")
    record VersionView(@Schema(requiredMode = RequiredMode.REQUIRED) int version,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean active,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<String> dnsNames,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant notBefore,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant notAfter,
            @Schema(requiredMode = RequiredMode.REQUIRED) String keyAlgorithm,
            @Schema(requiredMode = RequiredMode.REQUIRED) String spkiSha256,
            @Schema(requiredMode = RequiredMode.REQUIRED) String issuer,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<Finding> findings,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant createdAt) {}

    @Schema(name = "CertificateVersions")
    record VersionsView(@Schema(requiredMode = RequiredMode.REQUIRED) List<VersionView> items) {}

    /// Where a certificate is used.
    @Schema(name = "CertificateUsage")
    record UsageView(@Schema(requiredMode = RequiredMode.REQUIRED) List<HostUse> hosts) {}

    @Schema(name = "CertificateHostUse")
    record HostUse(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
            @Schema(requiredMode = RequiredMode.REQUIRED) String name,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<String> serverNames) {}
}
