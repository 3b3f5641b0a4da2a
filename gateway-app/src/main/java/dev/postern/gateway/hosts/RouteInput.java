package dev.postern.gateway.hosts;

import dev.postern.gateway.routes.EarlyDataAction;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What is sent to make or replace a route of a host.
///
/// What is left out of the three about early data, the host's preset says; without a preset that is `hold`, every method, and a query too.
///
/// @param earlyData         what is done with a request that arrives before the handshake is confirmed
/// @param earlyDataMethods  what an `allow` is for; empty for every method that the route takes. The others are held
/// @param earlyDataQuery    whether it is for requests with a query, too
/// @param allowEncodedSlash whether `%2F` may stand in the path
record RouteInput(@Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String name, @Nullable MatchInput match,
        @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String upstreamId,
        @Nullable EarlyDataAction earlyData,
        @Nullable List<@Nullable String> earlyDataMethods,
        @Nullable Boolean earlyDataQuery, @Nullable TimeoutsInput timeouts,
        @Nullable MinimumRateInput minimumRate,
        @Schema(defaultValue = "false") @Nullable Boolean allowEncodedSlash) {

    /// @param pathPrefix `/api` takes `/api` and `/api/x`, not `/apix`
    /// @param methods    empty for every method
    /// @param headers    field name to the exact value
    @Schema(name = "RouteMatchInput")
    record MatchInput(@Schema(defaultValue = "/") @Nullable String pathPrefix,
            @Nullable List<@Nullable String> methods, @Nullable Map<String, @Nullable String> headers) {}

    /// Durations as in ISO 8601 (`PT10S`), or `unlimited`.
    @Schema(name = "RouteTimeoutsInput")
    record TimeoutsInput(@Schema(example = "PT5S") @Nullable String connect,
            @Schema(example = "PT30S") @Nullable String bodyIdle, @Schema(example = "PT10M") @Nullable String bodyTotal,
            @Schema(example = "PT1M") @Nullable String firstByte,
            @Schema(example = "PT1M") @Nullable String responseIdle,
            @Schema(example = "PT1H") @Nullable String total) {}

    /// @param requestBytesPerSecond  that a client sends at least while its body is awaited; 0 for any rate
    /// @param responseBytesPerSecond that it takes at least while an answer waits for it; 0 for any rate
    /// @param grace                  how far it may fall behind
    @Schema(name = "MinimumRateInput")
    record MinimumRateInput(
            @Schema(defaultValue = "0", minimum = "0", maximum = "1073741824") @Nullable Long requestBytesPerSecond,
            @Schema(defaultValue = "0", minimum = "0", maximum = "1073741824") @Nullable Long responseBytesPerSecond,
            @Schema(defaultValue = "PT10S") @Nullable String grace) {}
}
