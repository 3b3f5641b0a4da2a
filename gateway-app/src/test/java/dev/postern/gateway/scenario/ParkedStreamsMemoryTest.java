package dev.postern.gateway.scenario;

import dev.postern.tls.socket.EarlyHttp2;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// How much memory a hundred streams hold that came as early data and wait for Finished, whoever sent them. The figure stands in
/// `docs/operations/limits.md`.
@Timeout(180)
class ParkedStreamsMemoryTest {
    private static final int STREAMS = 100;
    private static final int CONNECTIONS = 20;
    /// Those of the clients among them, which are in this process too.
    private static final long MOST_BYTES = 2 << 20;
    private static final int MARK = 8;
    /// With it the streams together are nearly as long as the ticket allows.
    private static final String LONG_PATH = "/hold/" + "x".repeat(60);

    @TempDir
    Path folder;

    @Test
    void isBoundedForEachConnection() throws Exception {
        try (EarlyClients clients = new EarlyClients(folder, "--postern.limits.confirmation=5m")) {
            clients.gateway.patch("/api/v1/hosts/" + clients.host, Map.of("timeouts", Map.of("confirmation", "PT5M")));
            List<EarlyHttp2> parked = new ArrayList<>();
            try {
                parked.add(park(clients));
                long before = usedBytes();
                for (int i = 0; i < CONNECTIONS; i++) {
                    parked.add(park(clients));
                }
                long each = (usedBytes() - before) / CONNECTIONS;
                assertThat(each).as("bytes of one connection").isBetween((long) STREAMS * LONG_PATH.length(),
                        MOST_BYTES);
                for (EarlyHttp2 client : parked) {
                    client.finish();
                    assertThat(client.wire.answers(STREAMS)).as("all of them waited").hasSize(STREAMS)
                            .allSatisfy((_, answer) -> assertThat(answer).startsWith("200"));
                }
            } finally {
                for (EarlyHttp2 client : parked) {
                    client.close();
                }
            }
        }
    }

    /// A connection whose streams are all there: the answer to the ping behind them has come.
    private static EarlyHttp2 park(EarlyClients clients) throws IOException {
        EarlyHttp2 client = clients.connectHttp2();
        for (int i = 0; i < STREAMS; i++) {
            client.get(1 + 2 * i, LONG_PATH + i);
        }
        client.wire.frame(Http2FrameTypes.PING, 0, 0, new byte[MARK]);
        client.start();
        client.wire.await(frame -> frame.type() == Http2FrameTypes.PING);
        return client;
    }

    /// On the heap and, for what was read and is to be written, beside it.
    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory()
                + ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
    }
}
