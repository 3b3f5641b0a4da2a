package dev.postern.gateway.hosts;

import dev.postern.gateway.routes.EarlyDataAction;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A route as it is shown: what holds.
///
/// @param inherited what of it the route does not say itself, as JSON pointers: its host's preset does. A `null` in a PATCH gives a field back
@Schema(name = "Route")
record RouteView(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
        @Schema(requiredMode = RequiredMode.REQUIRED) String hostId,
        @Schema(requiredMode = RequiredMode.REQUIRED) String name,
        @Schema(requiredMode = RequiredMode.REQUIRED) MatchView match,
        @Schema(requiredMode = RequiredMode.REQUIRED) String upstreamId,
        @Schema(requiredMode = RequiredMode.REQUIRED) EarlyDataAction earlyData,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<String> earlyDataMethods,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean earlyDataQuery,
        @Schema(requiredMode = RequiredMode.REQUIRED) TimeoutsView timeouts,
        @Schema(requiredMode = RequiredMode.REQUIRED) MinimumRateView minimumRate,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean allowEncodedSlash,
        @Schema(requiredMode = RequiredMode.REQUIRED, description = "What of it the route does not say itself, as JSON pointers: its host's preset does.") List<String> inherited,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean declared,
        @Schema(requiredMode = RequiredMode.REQUIRED) long revision,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant createdAt,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant changedAt) {

    @Schema(name = "RouteMatch")
    record MatchView(@Schema(requiredMode = RequiredMode.REQUIRED) String pathPrefix,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<String> methods,
            @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, String> headers) {}

    @Schema(name = "RouteTimeouts")
    record TimeoutsView(@Schema(requiredMode = RequiredMode.REQUIRED) String connect,
            @Schema(requiredMode = RequiredMode.REQUIRED) String bodyIdle,
            @Schema(requiredMode = RequiredMode.REQUIRED) String bodyTotal,
            @Schema(requiredMode = RequiredMode.REQUIRED) String firstByte,
            @Schema(requiredMode = RequiredMode.REQUIRED) String responseIdle,
            @Schema(requiredMode = RequiredMode.REQUIRED) String total) {}

    @Schema(name = "MinimumRate")
    record MinimumRateView(@Schema(requiredMode = RequiredMode.REQUIRED) long requestBytesPerSecond,
            @Schema(requiredMode = RequiredMode.REQUIRED) long responseBytesPerSecond,
            @Schema(requiredMode = RequiredMode.REQUIRED) String grace) {}
}
