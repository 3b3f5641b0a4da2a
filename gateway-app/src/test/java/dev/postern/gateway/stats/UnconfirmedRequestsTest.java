package dev.postern.gateway.stats;

import dev.postern.gateway.stats.UnconfirmedRequests.Told;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// An audit that loses nothing. The attacker replays so much that what he is after drowns in the rest.
class UnconfirmedRequestsTest {
    private static final Pattern GROUP = Pattern.compile("never confirmed: (?:and )?(\\d+) ");
    private final List<String> lines = new ArrayList<>();
    private final UnconfirmedRequests audit = new UnconfirmedRequests(
            Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC), lines::add);

    private static Told told(String peer, boolean answered) {
        return new Told(peer, "shop", "orders", "POST", answered ? "allowed" : "held", answered);
    }

    private List<String> summary() {
        lines.clear();
        audit.sumUp();
        return List.copyOf(lines);
    }

    private static long sum(List<String> groups) {
        return groups.stream().mapToLong(line -> {
            Matcher number = GROUP.matcher(line);
            assertThat(number.find()).as(line).isTrue();
            return Long.parseLong(number.group(1));
        }).sum();
    }

    @Test
    void countsAFloodToTheLastThoughItNeitherKeepsNorLogsEachOne() {
        for (int i = 0; i < 1000; i++) {
            audit.add(told("192.0.2." + i % 200, false));
        }
        audit.add(told("198.51.100.7", true));
        assertThat(lines).hasSizeLessThanOrEqualTo(10);
        assertThat(audit.newest()).hasSize(200);
        assertThat(audit.total()).isEqualTo(1001);
        assertThat(summary()).containsExactly(
                "Early requests never confirmed from 2030-01-01T00:00:00Z to 2030-01-01T00:00:00Z: 1001",
                "Early requests never confirmed: 1000 from 192.0.2.0/24 for host shop, route orders, held; 1000 cancelled, 0 answered before that was known",
                "Early requests never confirmed: 1 from 198.51.100.0/24 for host shop, route orders, allowed; 0 cancelled, 1 answered before that was known");
    }

    @Test
    void saysOfWhatHasNoLineOfItsOwnHowMuchItWas() {
        for (int i = 0; i < 30; i++) {
            audit.add(told("10.0." + i + ".1", false));
        }
        List<String> said = summary();
        assertThat(said).hasSize(1 + 20 + 1);
        assertThat(said.getLast())
                .isEqualTo("Early requests never confirmed: and 10 more, by 10 other networks, hosts or routes");
        assertThat(sum(said.subList(1, said.size()))).isEqualTo(30);
    }

    @Test
    void staysBoundedUnderMoreNetworksThanItHasRoomForAndStillCountsAll() {
        for (int i = 0; i < 5000; i++) {
            audit.add(told("10." + i / 250 + "." + i % 250 + ".1", false));
        }
        List<String> said = summary();
        assertThat(said).hasSize(1 + 20 + 1);
        assertThat(said.get(0)).endsWith(": 5000");
        assertThat(said.get(1)).contains(": 4000 from other networks for host shop");
        assertThat(sum(said.subList(1, said.size()))).isEqualTo(5000);
    }

    @Test
    void takesTheNetworkOfAnAddressOfIpv6() {
        audit.add(told("2001:db8:1:2:3:4:5:6", false));
        audit.add(told("2001:db8:1:ffff:0:0:0:1", false));
        assertThat(summary().get(1)).contains(": 2 from 2001:db8:1:0:0:0:0:0/48 ");
    }

    @Test
    void beginsAnewAfterEachSummaryAndIsSilentWhenNothingHappened() {
        assertThat(summary()).isEmpty();
        audit.add(told("192.0.2.1", false));
        assertThat(summary()).hasSize(2);
        assertThat(summary()).isEmpty();
        assertThat(audit.total()).isEqualTo(1);
    }

    @Test
    void saysWhatWasNotSaidYetWhenTheProcessEnds() {
        audit.add(told("192.0.2.1", true));
        lines.clear();
        audit.close();
        assertThat(lines).hasSize(2);
    }
}
