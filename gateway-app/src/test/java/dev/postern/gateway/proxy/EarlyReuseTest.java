package dev.postern.gateway.proxy;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.RouteTimeouts;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/// An early request whose upstream connection turns out to be stale. Sent again at once, as any other would be, one captured flight would
/// reach the upstream twice: the upstream may have acted before it closed.
@Timeout(60)
class EarlyReuseTest {
    private static final String TWO = "GET /first HTTP/1.1\r\nHost: localhost\r\n\r\nGET /second HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /// Closes its first connection when the second request comes.
    private static ScriptedUpstream closingOnTheSecondRequest() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        return new ScriptedUpstream(connection -> {
            boolean first = connections.incrementAndGet() == 1;
            for (int request = 1; connection.readHead() != null; request++) {
                if (first && request == 2) {
                    return;
                }
                connection.write(OK);
            }
        });
    }

    private static HopGateway actingEarly(Upstream upstream) {
        return actingEarly(upstream, RouteTimeouts.DEFAULTS);
    }

    private static HopGateway actingEarly(Upstream upstream, RouteTimeouts timeouts) {
        return new HopGateway.Settings().early(EarlyDataAction.ALLOW).timeouts(timeouts)
                .before(new Upstream(upstream.id(),
                        upstream.name(), upstream.protocol(), upstream.endpoints(), true, upstream.tls()));
    }

    private static EngineSocket early(HopGateway gateway) throws IOException {
        TlsClientConfig.Builder config = TlsClientConfig.to("localhost").applicationProtocols("http/1.1");
        ClientSession ticket;
        try (EngineSocket client = new EngineSocket(gateway.environment, gateway.securePort(), config.build())) {
            client.handshake().until(() -> !client.sessions.isEmpty());
            ticket = client.sessions.getFirst();
        }
        EngineSocket client = new EngineSocket(gateway.environment, gateway.securePort(),
                config.sessions(List.of(ticket)).earlyData(true).build());
        client.start(TWO);
        return client;
    }

    /// What came through another connection came later than a second attempt would have.
    private static void marker(HopGateway gateway) throws IOException {
        assertThat(gateway.exchange("GET /marker HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private static void confirm(EngineSocket client) throws IOException {
        client.until(() -> client.engine().stage() == Stage.CONNECTED).flush();
        client.until(() -> client.text().lastIndexOf("200 OK") > client.text().indexOf("200 OK"));
    }

    @Test
    @EarlyDataRule("2.1")
    void isSentOnceMoreOnlyBehindTheConfirmation() throws Exception {
        try (ScriptedUpstream upstream = closingOnTheSecondRequest();
                HopGateway gateway = actingEarly(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()));
                EngineSocket client = early(gateway)) {
            assertThat(upstream.nextHead()).startsWith("GET /first ").contains("\r\nearly-data: 1\r\n");
            assertThat(upstream.nextHead()).startsWith("GET /second ").contains("\r\nearly-data: 1\r\n");
            upstream.awaitEnd();
            marker(gateway);
            assertThat(upstream.nextHead()).startsWith("GET /marker ");
            assertThat(upstream.heads).as("sent a second time").isEmpty();

            confirm(client);
            assertThat(upstream.nextHead()).startsWith("GET /second ").doesNotContain("early-data");
        }
    }

    /// A client whose Finished takes its time is not its upstream's fault.
    @Test
    void isSentOnceMoreHoweverLongTheHandshakeTook() throws Exception {
        Duration other = Duration.ofMinutes(2);
        Duration firstByte = Duration.ofSeconds(2);
        try (ScriptedUpstream upstream = closingOnTheSecondRequest();
                HopGateway gateway = actingEarly(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()),
                        new RouteTimeouts(other, other, other, firstByte, other, other));
                EngineSocket client = early(gateway)) {
            assertThat(upstream.nextHead()).startsWith("GET /first ");
            assertThat(upstream.nextHead()).startsWith("GET /second ");
            Thread.sleep(firstByte.multipliedBy(2));
            confirm(client);
            assertThat(upstream.nextHead()).startsWith("GET /second ").doesNotContain("early-data");
        }
    }

    @Test
    void isSentOnceMoreToAnUpstreamOfHttp2OnlyBehindTheConfirmation() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        AtomicInteger streams = new AtomicInteger();
        try (ScriptedHttp2Upstream upstream = new ScriptedHttp2Upstream(null, stream -> {
            var head = stream.head();
            seen.add(head.path() + (head.contains("early-data") ? " early" : ""));
            if (streams.incrementAndGet() == 2) {
                stream.cutConnection();
            } else {
                stream.send(false, ":status", "200").data("ok", true);
            }
        });
                HopGateway gateway = actingEarly(HopGateway.upstream(UpstreamProtocol.H2C, upstream.port()));
                EngineSocket client = early(gateway)) {
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("/first early");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("/second early");
            marker(gateway);
            List<String> later = new ArrayList<>();
            seen.drainTo(later);
            assertThat(later).as("the marker may have met the connection that ended, too").containsOnly("/marker");

            confirm(client);
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("/second");
        }
    }

    @Test
    void isNeverSentOnceMoreForAClientThatLeaves() throws Exception {
        try (ScriptedUpstream upstream = closingOnTheSecondRequest();
                HopGateway gateway = actingEarly(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()))) {
            try (EngineSocket _ = early(gateway)) {
                assertThat(upstream.nextHead()).startsWith("GET /first ");
                assertThat(upstream.nextHead()).startsWith("GET /second ");
                upstream.awaitEnd();
            }
            marker(gateway);
            assertThat(upstream.nextHead()).startsWith("GET /marker ");
            assertThat(upstream.heads).isEmpty();
        }
    }
}
