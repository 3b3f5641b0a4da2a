package dev.postern.tls.spring.actuate;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Counts over the journal, for the actuator and whoever else shows them.
///
/// @param total handshakes that the journal holds; the meters count all of them
public record HandshakeStats(int total,
        Map<String, Long> byResult,
        Map<String, Long> byVersion,
        Map<String, Long> byCipher,
        Map<String, Long> byGroup,
        Map<String, Long> byResumption,
        Map<String, Long> byEarlyData,
        Map<String, Long> byEarlyDataReason,
        List<RecentHandshake> recent) {

    /// @param id of the event in the stream
    public record RecentHandshake(String id, HandshakeRecord handshake) {}

    /// @param entries newest first
    /// @param recent  how many of them are told whole
    public static HandshakeStats of(List<HandshakeJournal.Entry> entries, int recent) {
        List<HandshakeRecord> handshakes = entries.stream().map(HandshakeJournal.Entry::handshake).toList();
        return new HandshakeStats(handshakes.size(), count(handshakes, handshake -> handshake.result().label),
                count(handshakes, HandshakeRecord::version), count(handshakes, HandshakeRecord::cipher),
                count(handshakes, HandshakeRecord::group), count(handshakes, handshake -> handshake.resumption().label),
                count(handshakes, handshake -> handshake.earlyData().label),
                count(handshakes, HandshakeRecord::earlyDataReason),
                entries.stream().limit(recent)
                        .map(entry -> new RecentHandshake(Long.toString(entry.number()), entry.handshake())).toList());
    }

    /// How many handshakes have which value; `none` for null.
    public static Map<String, Long> count(List<HandshakeRecord> handshakes,
            Function<HandshakeRecord, @Nullable String> key) {
        return handshakes.stream().collect(Collectors.groupingBy(handshake -> {
            String value = key.apply(handshake);
            return value == null ? "none" : value;
        }, TreeMap::new, Collectors.counting()));
    }
}
