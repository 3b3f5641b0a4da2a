package dev.postern.gateway.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import java.security.cert.X509CRL;
import java.time.Instant;

/// What is shown of one revocation list: enough to see that it is the newest, and when the next one is due.
///
/// @param nextUpdate          when a newer one has to be there; not there where the list does not say
/// @param revokedCertificates how many certificates are on it
record RevocationList(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) String issuer,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant thisUpdate,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant nextUpdate,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int revokedCertificates) {

    static RevocationList of(X509CRL list) {
        var next = list.getNextUpdate();
        var revoked = list.getRevokedCertificates();
        return new RevocationList(list.getIssuerX500Principal().getName(), list.getThisUpdate().toInstant(),
                next == null ? null : next.toInstant(), revoked == null ? 0 : revoked.size());
    }
}
