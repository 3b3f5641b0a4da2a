package dev.postern.gateway.scenario;

import dev.postern.tls.earlydata.EarlyDataReason;
import org.springframework.boot.test.system.CapturedOutput;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/// Listens to what a gateway says of early data, in every place where it says it: one flight, one more of one word everywhere, and no more of
/// any other.
///
/// @param log of a gateway that was started with [#LOGGED]
record EarlyDataWords(OperatedGateway gateway, CapturedOutput log) {
    static final String LOGGED = "--logging.level.dev.postern.gateway.stats.EarlyDataLog=debug";

    /// How often each place has said the word.
    private record Heard(long meter, long actuator, long stats, long feed, long logged) {
        Heard onceMore(EarlyDataReason reason) {
            return new Heard(meter + 1, actuator + 1, stats + 1, feed + 1,
                    // Whoever sends none is no news.
                    logged + (reason == EarlyDataReason.NOT_OFFERED ? 0 : 1));
        }
    }

    /// Sends the flight and hears the word.
    void are(EarlyDataReason reason, byte[] flight) throws Exception {
        Heard before = heard(reason);
        long others = total() - before.stats();
        EarlyFleet.send(flight, gateway).close();
        Await.equal(before.onceMore(reason), () -> heard(reason));
        assertThat(total() - before.stats() - 1).as("other words").isEqualTo(others);
    }

    private Heard heard(EarlyDataReason reason) {
        String word = reason.label();
        JsonNode stats = gateway.json("/api/v1/stats/handshakes?limit=500");
        long feed = 0;
        for (JsonNode recent : stats.path("recent")) {
            if (recent.path("handshake").path("earlyDataReason").asString("").equals(word)) {
                feed++;
            }
        }
        return new Heard(EarlyFleet.count(gateway, word),
                gateway.json("/actuator/earlydata").path("byReason").path(word).asLong(0),
                stats.path("byEarlyDataReason").path(word).asLong(0), feed, lines(word + ", " + reason.sentence()));
    }

    private long total() {
        return gateway.json("/api/v1/stats/handshakes").path("total").asLong(-1);
    }

    private long lines(String end) {
        return log.getAll().lines()
                .filter(line -> line.contains("Early data from /127.0.0.1:") && line.endsWith(": " + end))
                .count();
    }
}
