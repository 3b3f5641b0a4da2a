package dev.postern.gateway.trust;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is sent to make or replace a trust bundle.
///
/// @param name unique
/// @param pem  the authorities' certificates
record TrustBundleInput(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String pem) {}
