package dev.postern.interop.gateway;

import tools.jackson.databind.JsonNode;

/// What the gateway's actuator says about one handshake; `none` where it says nothing.
///
/// @param number rises by one with each
public record Handshake(long number, String listener, String result, String host, String version, String group,
        String alpn,
        boolean resumed, String earlyData, String earlyDataReason, String alert) {

    static Handshake read(JsonNode entry) {
        JsonNode handshake = entry.get("handshake");
        return new Handshake(Long.parseLong(entry.get("id").asString()), text(handshake, "listener"),
                text(handshake, "result"),
                text(handshake, "host"), text(handshake, "version"), text(handshake, "group"), text(handshake, "alpn"),
                text(handshake, "resumption").equals("psk"), text(handshake, "earlyData"),
                text(handshake, "earlyDataReason"), text(handshake, "alert"));
    }

    private static String text(JsonNode handshake, String field) {
        return handshake.path(field).asString("none");
    }
}
