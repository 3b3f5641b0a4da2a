package dev.postern.gateway.stats;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many early requests were never confirmed in one minute, by who sent them and what for. None is left out however many come; from more
/// networks than there is room for, they are counted together.
final class UnconfirmedMinute {
    /// The attacker has more addresses than we have room.
    private static final int MOST_GROUPS = 1000;
    private static final int MOST_LINES = 20;
    private static final String ELSEWHERE = "other networks";
    private static final int IPV4_PREFIX_BYTES = 3;
    /// What one customer of a network usually has, RFC 6177.
    private static final int IPV6_PREFIX_BYTES = 6;

    private final Instant since;
    private final Map<Group, Count> groups = new HashMap<>();

    /// Those that are counted together.
    record Group(String network, String host, String route, String action) {
        static Group of(UnconfirmedRequests.Told told) {
            return new Group(networkOf(told.peer()), told.host(), told.route(), told.action());
        }

        private Group elsewhere() {
            return new Group(ELSEWHERE, host, route, action);
        }
    }

    private static final class Count {
        private long cancelled;
        private long answered;

        private long all() {
            return cancelled + answered;
        }
    }

    UnconfirmedMinute(Instant since) {
        this.since = since;
    }

    void add(Group own, boolean answered) {
        Count count = groups.get(own);
        if (count == null) {
            Group room = groups.size() < MOST_GROUPS ? own : own.elsewhere();
            count = groups.computeIfAbsent(room, _ -> new Count());
        }
        if (answered) {
            count.answered++;
        } else {
            count.cancelled++;
        }
    }

    /// Those that say it; none if there was nothing.
    List<String> lines(Instant until) {
        if (groups.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<Group, Count>> largest = groups.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Group, Count> entry) -> entry.getValue().all()).reversed())
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add("Early requests never confirmed from %s to %s: %d".formatted(since, until, sum(largest)));
        largest.stream().limit(MOST_LINES).map(entry -> line(entry.getKey(), entry.getValue())).forEach(lines::add);
        List<Map.Entry<Group, Count>> rest = largest.subList(Math.min(MOST_LINES, largest.size()), largest.size());
        if (!rest.isEmpty()) {
            lines.add("Early requests never confirmed: and %d more, by %d other networks, hosts or routes"
                    .formatted(sum(rest), rest.size()));
        }
        return lines;
    }

    private static String line(Group group, Count count) {
        return "Early requests never confirmed: %d from %s for host %s, route %s, %s; %d cancelled, %d answered before that was known"
                .formatted(count.all(), group.network(), group.host(), group.route(), group.action(), count.cancelled,
                        count.answered);
    }

    private static long sum(List<Map.Entry<Group, Count>> of) {
        return of.stream().mapToLong(entry -> entry.getValue().all()).sum();
    }

    private static String networkOf(String peer) {
        try {
            byte[] address = InetAddress.ofLiteral(peer).getAddress();
            int kept = address.length == 4 ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
            Arrays.fill(address, kept, address.length, (byte) 0);
            return InetAddress.getByAddress(address).getHostAddress() + "/" + kept * 8;
        } catch (IllegalArgumentException | UnknownHostException noAddress) {
            return peer;
        }
    }
}
