package dev.postern.gateway.stats;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Counts over the journal, for REST and the actuator alike.
///
/// @param total handshakes that the journal holds; the meters count all of them
@Schema(name = "HandshakeStats")
record HandshakeStats(@Schema(requiredMode = RequiredMode.REQUIRED) int total,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byResult,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byVersion,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byCipher,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byGroup,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byResumption,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byEarlyData,
        @Schema(requiredMode = RequiredMode.REQUIRED) Map<String, Long> byEarlyDataReason,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<RecentHandshake> recent) {

    /// @param id of the event in the stream
    @Schema(name = "RecentHandshake")
    record RecentHandshake(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
            @Schema(requiredMode = RequiredMode.REQUIRED) HandshakeRecord handshake) {}

    static HandshakeStats of(List<HandshakeJournal.Entry> entries, int recent) {
        List<HandshakeRecord> handshakes = entries.stream().map(HandshakeJournal.Entry::handshake).toList();
        return new HandshakeStats(handshakes.size(), count(handshakes, handshake -> handshake.result().label),
                count(handshakes, HandshakeRecord::version), count(handshakes, HandshakeRecord::cipher),
                count(handshakes, HandshakeRecord::group), count(handshakes, handshake -> handshake.resumption().label),
                count(handshakes, handshake -> handshake.earlyData().label),
                count(handshakes, HandshakeRecord::earlyDataReason),
                entries.stream().limit(recent)
                        .map(entry -> new RecentHandshake(Long.toString(entry.number()), entry.handshake())).toList());
    }

    static Map<String, Long> count(List<HandshakeRecord> handshakes,
            Function<HandshakeRecord, @org.jspecify.annotations.Nullable String> key) {
        return handshakes.stream().collect(Collectors.groupingBy(handshake -> {
            String value = key.apply(handshake);
            return value == null ? "none" : value;
        }, TreeMap::new, Collectors.counting()));
    }
}
