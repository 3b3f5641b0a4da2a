package dev.postern.gateway.stats;

import dev.postern.tls.spring.actuate.HandshakeJournal;
import dev.postern.tls.spring.actuate.HandshakeRecord;
import dev.postern.tls.spring.actuate.HandshakeStats;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Failures over the journal, by phase, reason and host.
@Schema(name = "FailureStats")
record FailureStats(@Schema(requiredMode = RequiredMode.REQUIRED) int total,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<Group> groups,
        @Schema(requiredMode = RequiredMode.REQUIRED) List<HandshakeStats.RecentHandshake> recent) {

    @Schema(name = "FailureGroup")
    record Group(@Schema(requiredMode = RequiredMode.REQUIRED) String phase,
            @Schema(requiredMode = RequiredMode.REQUIRED) String reason,
            @Schema(requiredMode = RequiredMode.REQUIRED) String host,
            @Schema(requiredMode = RequiredMode.REQUIRED) long count) {}

    private record Key(String phase, String reason, String host) {}

    static FailureStats of(List<HandshakeJournal.Entry> entries, int recent) {
        List<HandshakeJournal.Entry> failed = entries.stream()
                .filter(entry -> entry.handshake().failure() != null).toList();
        Map<Key, Long> counts = new LinkedHashMap<>();
        failed.forEach(entry -> counts.merge(key(entry.handshake(), entry.handshake().failure()), 1L, Long::sum));
        List<Group> groups = counts.entrySet().stream()
                .map(entry -> new Group(entry.getKey().phase(), entry.getKey().reason(), entry.getKey().host(),
                        entry.getValue()))
                .sorted(Comparator.comparingLong(Group::count).reversed()).toList();
        return new FailureStats(failed.size(), groups, failed.stream().limit(recent)
                .map(entry -> new HandshakeStats.RecentHandshake(Long.toString(entry.number()), entry.handshake()))
                .toList());
    }

    private static Key key(HandshakeRecord handshake, HandshakeRecord.@Nullable Failure failure) {
        String host = handshake.host();
        return new Key(failure == null ? "none" : failure.phase(), failure == null ? "none" : failure.reason(),
                host == null ? "none" : host);
    }
}
