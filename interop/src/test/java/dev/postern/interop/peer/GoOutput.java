package dev.postern.interop.peer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;

/// Reads the JSON objects that `peers/gopeer` prints.
final class GoOutput {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GoOutput() {}

    static PeerReport report(String line) {
        JsonNode json = JSON.readTree(line);
        return new PeerReport(json.get("version").asString().equals("TLS 1.3"), text(json, "suite"),
                text(json, "group"), json.get("resumed").asBoolean(), json.get("helloRetry").asBoolean(),
                // crypto/tls has no early data over TCP, and does not tell what key updates it saw.
                PeerReport.EarlyData.NOT_SENT, text(json, "protocol"), 0, 0,
                json.get("end").asString().equals("close_notify"), text(json, "error"), line);
    }

    static int port(String line) {
        return JSON.readTree(line).get("port").asInt();
    }

    private static Optional<String> text(JsonNode json, String field) {
        String value = json.get(field).asString();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
