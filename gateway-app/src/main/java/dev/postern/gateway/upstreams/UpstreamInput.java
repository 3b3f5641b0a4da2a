package dev.postern.gateway.upstreams;

import dev.postern.gateway.routes.UpstreamProtocol;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is sent to make or replace an upstream.
///
/// @param earlyDataAware whether it honours `Early-Data: 1`; only then do early requests reach it
record UpstreamInput(@Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String name,
        @Schema(defaultValue = "auto") @Nullable UpstreamProtocol protocol,
        @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable List<@Nullable EndpointInput> endpoints,
        @Schema(defaultValue = "false") @Nullable Boolean earlyDataAware, @Nullable TlsInput tls) {

    /// @param url    `http://host:port` or `https://host:port`, nothing more
    /// @param weight its share, 0 takes it out
    @Schema(name = "EndpointInput")
    record EndpointInput(
            @Schema(requiredMode = RequiredMode.REQUIRED, example = "http://127.0.0.1:8080") @Nullable String url,
            @Schema(defaultValue = "1", minimum = "0", maximum = "1000") @Nullable Integer weight) {}

    /// @param serverName         what to ask for and find in the certificate; the endpoint's host by default
    /// @param trustBundleId      the authorities to trust; those of the machine by default
    /// @param insecureSkipVerify accept any certificate: anyone on the way can then read and change everything
    @Schema(name = "UpstreamTlsInput")
    record TlsInput(@Nullable String serverName, @Nullable String trustBundleId,
            @Schema(defaultValue = "false") @Nullable Boolean insecureSkipVerify) {}
}
