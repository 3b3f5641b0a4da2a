package dev.postern.gateway.admin;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the document should say about types that the data plane and the starter share and that therefore carry no annotations of an API.
@Component
final class OpenApiDetails implements OpenApiCustomizer {
    private static final Map<String, List<String>> ALWAYS_THERE = Map.of("Finding",
            List.of("code", "message", "severity"), "Failure", List.of("fault", "phase", "reason"), "HandshakeRecord",
            List.of("durationMillis", "earlyData", "earlyDataReason", "listener", "result", "resumption", "time"),
            "HandshakeStats",
            List.of("byCipher", "byEarlyData", "byEarlyDataReason", "byGroup", "byResult", "byResumption", "byVersion",
                    "recent", "total"),
            "RecentHandshake", List.of("handshake", "id"));

    /// Of the system view: what is left out where there is none.
    private static final Set<String> NOT_ALWAYS_THERE = Set.of("bound", "bundle", "group", "handover", "passwordFile",
            "url", "username");

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().getSchemas().forEach((name, schema) -> require(schema, alwaysThere(name, schema)));
    }

    private static List<String> alwaysThere(String name, Schema<?> schema) {
        if (name.startsWith("Page")) {
            return List.of("items");
        }
        if (name.startsWith("System") && schema.getProperties() != null) {
            return schema.getProperties().keySet().stream().filter(field -> !NOT_ALWAYS_THERE.contains(field)).sorted()
                    .toList();
        }
        return ALWAYS_THERE.getOrDefault(name, List.of());
    }

    private static void require(Schema<?> schema, List<String> fields) {
        if (!fields.isEmpty()) {
            schema.setRequired(fields);
        }
    }
}
