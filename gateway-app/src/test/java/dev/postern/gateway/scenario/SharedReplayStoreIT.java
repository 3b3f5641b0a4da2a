package dev.postern.gateway.scenario;

import dev.postern.gateway.replay.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The jar in two processes with one Redis: as an operator runs replicas.
@Timeout(1200)
class SharedReplayStoreIT {
    private static final int PAIRS = 1000;
    @TempDir
    Path folder;

    @Test
    void acceptsExactlyOneOfEachPairThatReachesBothProcessesAtTheSameInstant() throws Exception {
        try (RedisServer redis = new RedisServer(Files.createDirectory(folder.resolve("redis")));
                EarlyFleet fleet = new EarlyFleet(folder, "one", "other");
                GatewayProcess first = process("one", redis);
                GatewayProcess second = process("other", redis)) {
            OperatedGateway one = first.operated();
            OperatedGateway other = second.operated();
            redis.rememberForAnHour("default");
            for (int pair = 0; pair < PAIRS; pair++) {
                fleet.race("/pair/" + pair, one, other);
            }
            Await.until("not every connection ended", () -> both("accepted", one, other)
                    + both("replay", one, other) == 2 * PAIRS);
            assertThat(both("accepted", one, other)).isEqualTo(PAIRS);
            byte[] flight = fleet.flight(fleet.ticket(one), "/marker");
            assertThat(fleet.accepted(flight, other)).startsWith("GET /marker ");
            assertThat(fleet.upstream.heads).as("requests that were dispatched twice").isEmpty();
        }
    }

    private GatewayProcess process(String name, RedisServer redis) throws Exception {
        return new GatewayProcess(folder.resolve(name), folder.resolve(name + ".log"), 0,
                "--postern.replay.url=" + redis.url(), "--postern.replay.budget=20s", "--postern.replay.window=60s");
    }

    private static long both(String reason, OperatedGateway one, OperatedGateway other) {
        return EarlyFleet.count(one, reason) + EarlyFleet.count(other, reason);
    }
}
