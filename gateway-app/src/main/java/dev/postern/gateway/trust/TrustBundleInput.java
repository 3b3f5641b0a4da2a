package dev.postern.gateway.trust;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is sent to make or replace a trust bundle.
///
/// @param name unique
/// @param pem  the authorities' certificates
/// @param crlPem their revocation lists: whoever is on one gets in neither with his certificate nor with a ticket
record TrustBundleInput(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String pem, @Nullable String crlPem) {}
