package dev.postern.gateway.hosts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.routes.EarlyDataPreset;
import dev.postern.gateway.routes.HostMode;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A host as it is shown: what holds.
///
/// @param inherited what of it the host does not say itself, as JSON pointers: its preset does, or the process. A `null` in a PATCH gives
///                  a field back
@Schema(name = "Host")
record HostView(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
        @Schema(requiredMode = RequiredMode.REQUIRED) String name,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<String> serverNames,
        @Schema(requiredMode = RequiredMode.REQUIRED) HostMode mode,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<String> certificateIds,
        @Schema(requiredMode = RequiredMode.REQUIRED) TimeoutsView timeouts,
        @Schema(requiredMode = RequiredMode.REQUIRED) TlsView tls,
        @Schema(requiredMode = RequiredMode.REQUIRED) EarlyDataView earlyData,
        @Schema(requiredMode = RequiredMode.REQUIRED, description = "What of it the host does not say itself, as JSON pointers: its preset does, or the process.") List<String> inherited,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean declared,
        @Schema(requiredMode = RequiredMode.REQUIRED) long revision,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant createdAt,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant changedAt) {

    @Schema(name = "HostTimeouts")
    record TimeoutsView(@Schema(requiredMode = RequiredMode.REQUIRED) String handshake,
            @Schema(requiredMode = RequiredMode.REQUIRED) String confirmation,
            @Schema(requiredMode = RequiredMode.REQUIRED) String header,
            @Schema(requiredMode = RequiredMode.REQUIRED) String keepAlive,
            @Schema(requiredMode = RequiredMode.REQUIRED) String anonymousHeader,
            @Schema(requiredMode = RequiredMode.REQUIRED) String anonymousKeepAlive,
            @Schema(requiredMode = RequiredMode.REQUIRED) String anonymousBodyTotal,
            @Schema(requiredMode = RequiredMode.REQUIRED) String anonymousTotal,
            @Schema(requiredMode = RequiredMode.REQUIRED) String earlyBodyTotal,
            @Schema(requiredMode = RequiredMode.REQUIRED) String earlyTotal) {}

    @Schema(name = "HostTls")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TlsView(@Schema(requiredMode = RequiredMode.REQUIRED) HostInput.MinVersion minVersion,
            @Schema(requiredMode = RequiredMode.REQUIRED) HostInput.ClientAuth clientAuth,
            @Nullable String trustBundleId, @Schema(requiredMode = RequiredMode.REQUIRED) String ticketLifetime) {}

    /// What holds, be it the host's own, its preset's or the process's.
    @Schema(name = "HostEarlyData")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EarlyDataView(@Nullable EarlyDataPreset preset,
            @Schema(requiredMode = RequiredMode.REQUIRED) long issueMaxBytes,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean accept,
            @Schema(requiredMode = RequiredMode.REQUIRED) int acceptPercent,
            @Schema(requiredMode = RequiredMode.REQUIRED) String freshnessWindow) {}
}
