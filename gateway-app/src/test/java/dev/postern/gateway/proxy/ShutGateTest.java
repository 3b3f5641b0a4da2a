package dev.postern.gateway.proxy;

import dev.postern.gateway.earlydata.SwitchedGate;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

/// Early data is switched off while the upstream of an early request is still being reached: nothing has gone there yet, and nothing does
/// before the handshake is confirmed.
@Timeout(120)
class ShutGateTest {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch speaks = new CountDownLatch(1);
    private ScriptedUpstream upstream;
    private HopGateway gateway;

    /// Its connections stand when the test lets it speak TLS.
    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(), connection -> {
            reached.countDown();
            try {
                speaks.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            }
        });
        Upstream unaware = HopGateway.secureUpstream(UpstreamProtocol.HTTP1, HopGateway.IDENTITY.trusted(),
                upstream.port());
        gateway = new HopGateway.Settings().early(EarlyDataAction.ALLOW).gate(SwitchedGate.of(open::get))
                .before(new Upstream(unaware.id(), unaware.name(), unaware.protocol(), unaware.endpoints(), true,
                        unaware.tls()));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    private byte[] askWhileTheUpstreamIsReached(EngineSocket client) throws Exception {
        client.until(() -> client.engine().stage() == Stage.CONNECTED);
        byte[] finished = client.heldBack();
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        return finished;
    }

    private static String get(boolean marked) {
        return "GET /late HTTP/1.1\r\nHost: localhost\r\n" + (marked ? "Early-Data: 1\r\n" : "") + "\r\n";
    }

    /// RFC 8470 5.1: an intermediary that forwards a request with the field MUST NOT remove it, for it may be early to whoever set it.
    @ParameterizedTest(name = "came with the field: {0}")
    @ValueSource(booleans = {false, true})
    void whatWasNotSentYetWaitsForFinishedAndIsMarkedIfItCameMarked(boolean marked) throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(marked))) {
            byte[] finished = askWhileTheUpstreamIsReached(client);
            open.set(false);
            speaks.countDown();
            upstream.awaitEnd();
            assertThat(upstream.heads).as("sent before Finished").isEmpty();

            client.raw(finished);
            assertThat(upstream.nextHead()).startsWith("GET /late ")
                    .satisfies(head -> assertThat(head.contains("\r\nearly-data: 1\r\n")).isEqualTo(marked));
            client.untilText("done");
            assertThat(upstream.heads).as("sent twice").isEmpty();
        }
    }

    @ParameterizedTest(name = "came with the field: {0}")
    @ValueSource(booleans = {false, true})
    void itIsSentEarlyWhereTheGateStaysOpen(boolean marked) throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(marked))) {
            byte[] finished = askWhileTheUpstreamIsReached(client);
            speaks.countDown();
            assertThat(upstream.nextHead()).startsWith("GET /late ").contains("\r\nearly-data: 1\r\n");
            client.untilText("done");
            client.raw(finished);
        }
    }
}
