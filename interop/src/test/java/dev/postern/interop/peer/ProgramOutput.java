package dev.postern.interop.peer;

import dev.postern.tls.codepoint.NamedGroup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// What the small programs of our own around a library (`interop/peers/*peer`) have in common: the words of their command lines, and the JSON
/// objects that they print, one for each connection. A field that a library says nothing about is left out.
final class ProgramOutput {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ProgramOutput() {}

    static PeerReport report(String line) {
        JsonNode json = JSON.readTree(line);
        return new PeerReport(json.path("version").asString("").equals("TLS 1.3"), text(json, "suite"),
                text(json, "group"), json.path("resumed").asBoolean(false), bool(json, "helloRetry"),
                earlyData(json), text(json, "protocol"), json.path("keyUpdatesSent").asInt(0),
                number(json, "keyUpdatesReceived"), json.path("end").asString("").equals("close_notify"),
                text(json, "error"), line.replace("\\n", "\n"));
    }

    static int port(String line) {
        return JSON.readTree(line).get("port").asInt();
    }

    private static PeerReport.EarlyData earlyData(JsonNode json) {
        return text(json, "earlyData").map(PeerReport.EarlyData::valueOf).orElse(PeerReport.EarlyData.NOT_SENT);
    }

    private static Optional<String> text(JsonNode json, String field) {
        String value = json.path(field).asString("");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Boolean> bool(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.get(field).asBoolean()) : Optional.empty();
    }

    private static OptionalInt number(JsonNode json, String field) {
        return json.has(field) ? OptionalInt.of(json.get(field).asInt()) : OptionalInt.empty();
    }

    /// The options that clients and servers share.
    static List<String> options(List<NamedGroup> groups, List<String> protocols) {
        List<String> options = new ArrayList<>();
        if (!groups.isEmpty()) {
            options.addAll(List.of("-groups",
                    groups.stream().map(NamedGroup::toString).collect(Collectors.joining(","))));
        }
        if (!protocols.isEmpty()) {
            options.addAll(List.of("-alpn", String.join(",", protocols)));
        }
        return options;
    }
}
