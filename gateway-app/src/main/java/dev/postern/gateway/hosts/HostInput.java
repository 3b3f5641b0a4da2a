package dev.postern.gateway.hosts;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.postern.gateway.routes.EarlyDataPreset;
import dev.postern.gateway.routes.HostMode;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is sent to make or replace a host.
///
/// @param serverNames    names, one-label wildcards (`*.b.example`), or `*` for whatever no other host takes
/// @param certificateIds preferred first; of different key types, the client's offer chooses
record HostInput(@Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String name,
        @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable List<@Nullable String> serverNames,
        @Schema(defaultValue = "terminate") @Nullable HostMode mode,
        @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable List<@Nullable String> certificateIds,
        @Nullable TimeoutsInput timeouts, @Nullable TlsInput tls, @Nullable EarlyDataInput earlyData) {

    /// Durations as in ISO 8601 (`PT10S`), or `unlimited`. Those of `anonymous…` are ceilings for clients that proved no certificate, those of
    /// `early…` for requests that came before the handshake was confirmed; left out, there is no such ceiling.
    @Schema(name = "HostTimeoutsInput")
    record TimeoutsInput(@Schema(example = "PT10S") @Nullable String handshake,
            @Schema(example = "PT10S") @Nullable String confirmation,
            @Schema(example = "PT15S") @Nullable String header,
            @Schema(example = "PT75S") @Nullable String keepAlive,
            @Schema(example = "PT5S") @Nullable String anonymousHeader,
            @Schema(example = "PT15S") @Nullable String anonymousKeepAlive,
            @Schema(example = "PT1M") @Nullable String anonymousBodyTotal,
            @Schema(example = "PT2M") @Nullable String anonymousTotal,
            @Schema(example = "PT10S") @Nullable String earlyBodyTotal,
            @Schema(example = "PT30S") @Nullable String earlyTotal) {}

    /// @param trustBundleId  the authorities that certify clients; needed when they are asked
    /// @param ticketLifetime of the host's tickets, at most `postern.tickets.lifetime`, which holds when it is left out
    @Schema(name = "HostTlsInput")
    record TlsInput(@Schema(defaultValue = "1.3") @Nullable MinVersion minVersion,
            @Schema(defaultValue = "none") @Nullable ClientAuth clientAuth, @Nullable String trustBundleId,
            @Schema(example = "PT24H") @Nullable String ticketLifetime) {}

    /// @param preset          fills in what is left out here, and what the host's routes leave out; without one nothing is issued or let in
    /// @param issueMaxBytes   what new tickets allow; 0 issues none that allow early data
    /// @param accept          whether early data is let in: `true`, `false`, or `"shadow"`, which is `true` with an `acceptPercent` of 0
    /// @param acceptPercent   how much of it; 0 is the shadow: everything is decided and counted, nothing let in
    /// @param freshnessWindow how far a ticket's age may be off, at most `postern.replay.window`, which holds when it is left out
    @Schema(name = "HostEarlyDataInput")
    record EarlyDataInput(@Nullable EarlyDataPreset preset,
            @Schema(minimum = "0", maximum = "1048576") @Nullable Long issueMaxBytes,
            @Schema(implementation = Object.class, types = {"boolean",
                "string"}, description = "true, false, or shadow: as true with an acceptPercent of 0") @Nullable AcceptEarlyData accept,
            @Schema(minimum = "0", maximum = "100") @Nullable Integer acceptPercent,
            @Schema(example = "PT10S") @Nullable String freshnessWindow) {}

    /// The oldest version that is let in.
    enum MinVersion {
        @JsonProperty("1.3") TLS_1_3,
        @JsonProperty("1.2") TLS_1_2
    }

    /// Whether clients are asked for a certificate.
    enum ClientAuth {
        @JsonProperty("none") NONE,
        @JsonProperty("request") REQUEST,
        @JsonProperty("require") REQUIRE
    }
}
