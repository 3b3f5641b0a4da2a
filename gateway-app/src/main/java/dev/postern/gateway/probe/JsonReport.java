package dev.postern.gateway.probe;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The report for a program: the records of [Report], with `null` where the examination did not come so far.
final class JsonReport {
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    static String of(Report report) {
        return JSON.writeValueAsString(report);
    }
}
