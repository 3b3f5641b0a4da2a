package dev.postern.gateway.documents;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON Merge Patch (RFC 7396).
final class MergePatch {
    private MergePatch() {}

    static JsonNode apply(JsonNode target, JsonNode patch) {
        // RFC 7396 2: a patch that is no object replaces the whole
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target.isObject() ? (ObjectNode) target.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                JsonNode old = merged.has(field.getKey()) ? merged.get(field.getKey())
                        : JsonNodeFactory.instance.objectNode();
                merged.set(field.getKey(), apply(old, field.getValue()));
            }
        });
        return merged;
    }
}
