package dev.postern.gateway.upstreams;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.routes.UpstreamProtocol;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// An upstream as it is shown.
@Schema(name = "Upstream")
@JsonInclude(JsonInclude.Include.NON_NULL)
record UpstreamView(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
        @Schema(requiredMode = RequiredMode.REQUIRED) String name,
        @Schema(requiredMode = RequiredMode.REQUIRED) UpstreamProtocol protocol,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<EndpointView> endpoints,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean earlyDataAware,
        @Schema(requiredMode = RequiredMode.REQUIRED) TlsView tls,
        @Schema(requiredMode = RequiredMode.REQUIRED) boolean declared,
        @Schema(requiredMode = RequiredMode.REQUIRED) long revision,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant createdAt,
        @Schema(requiredMode = RequiredMode.REQUIRED) Instant changedAt) {

    @Schema(name = "Endpoint")
    record EndpointView(@Schema(requiredMode = RequiredMode.REQUIRED) String url,
            @Schema(requiredMode = RequiredMode.REQUIRED) int weight) {}

    @Schema(name = "UpstreamTls")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TlsView(@Nullable String serverName, @Nullable String trustBundleId,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean insecureSkipVerify) {}
}
