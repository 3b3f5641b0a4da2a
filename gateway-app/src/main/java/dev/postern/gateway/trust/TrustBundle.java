package dev.postern.gateway.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A trust bundle as it is shown.
///
/// @param crlPem              the revocation lists of its authorities, if it has any
/// @param revocationLists     what is in it, one by one
/// @param revokedCertificates how many certificates are on them
record TrustBundle(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) String id,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String pem,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String crlPem,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<String> subjects,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<RevocationList> revocationLists,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int revokedCertificates,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long revision,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant changedAt) {}
