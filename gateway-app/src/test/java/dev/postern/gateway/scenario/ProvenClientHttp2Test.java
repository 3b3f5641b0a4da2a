package dev.postern.gateway.scenario;

import dev.postern.tls.socket.EarlyHttp2;
import dev.postern.tls.socket.EngineSocket;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The ceilings for clients that have proved less, on the streams of HTTP/2.
@Timeout(180)
class ProvenClientHttp2Test {
    @TempDir
    Path folder;
    private ProvenClients clients;

    @BeforeEach
    void start() throws Exception {
        clients = new ProvenClients(folder);
    }

    @AfterEach
    void stop() throws IOException {
        clients.close();
    }

    private static Http2Wire request(Http2Wire wire, String method, String path) throws IOException {
        return wire.headers(1, method.equals("GET"), ":method", method, ":scheme", "https", ":authority",
                ProvenClients.HOST, ":path", path);
    }

    @Test
    void anAnonymousClientsBodyMayTakeLessTimeThanAProvenOnes() throws Exception {
        clients.asking(Map.of("anonymousBodyTotal", "PT0.5S"));
        try (EngineSocket one = clients.proven("h2"); EngineSocket other = clients.anonymous("h2")) {
            Http2Wire proven = request(ProvenClients.http2(one), "POST", "/hold").data(1, false, "hel");
            Http2Wire anonymous = request(ProvenClients.http2(other), "POST", "/hold").data(1, false, "hel");
            assertThat(anonymous.answer(1)).startsWith("408");
            clients.awaitTimeout("requestBody", "hold");
            assertThat(proven.data(1, true, "lo").answer(1)).isEqualTo("200 " + ProvenClients.ANSWER);
        }
    }

    @Test
    void anAnonymousClientsExchangeMayTakeLessTimeThanAProvenOnes() throws Exception {
        clients.asking(Map.of("anonymousTotal", "PT0.5S"));
        try (EngineSocket one = clients.proven("h2"); EngineSocket other = clients.anonymous("h2")) {
            Http2Wire proven = request(ProvenClients.http2(one), "GET", "/hold/slow");
            Http2Wire anonymous = request(ProvenClients.http2(other), "GET", "/hold/slow");
            assertThat(anonymous.answer(1)).startsWith("504");
            clients.awaitTimeout("total", "hold");
            clients.answerTheSlow();
            assertThat(proven.answer(1)).isEqualTo("200 " + ProvenClients.ANSWER);
        }
    }

    @Test
    void anAnonymousClientMayKeepItsConnectionForAShorterTime() throws Exception {
        clients.asking(Map.of("anonymousKeepAlive", "PT0.3S"));
        try (EngineSocket one = clients.proven("h2"); EngineSocket other = clients.anonymous("h2")) {
            Http2Wire proven = request(ProvenClients.http2(one), "GET", "/hold");
            assertThat(proven.answer(1)).startsWith("200");
            Http2Wire anonymous = request(ProvenClients.http2(other), "GET", "/hold");
            assertThat(anonymous.answer(1)).startsWith("200");
            assertThat(anonymous.isClosedByPeer()).isTrue();
            proven.fence();
        }
    }

    @Test
    void anAnonymousClientsFirstRequestMayTakeLessTime() throws Exception {
        clients.asking(Map.of("anonymousHeader", "PT0.5S"));
        try (EngineSocket one = clients.proven("h2"); EngineSocket other = clients.anonymous("h2")) {
            Http2Wire proven = ProvenClients.http2(one);
            assertThat(ProvenClients.http2(other).isClosedByPeer()).isTrue();
            assertThat(request(proven, "GET", "/hold").answer(1)).startsWith("200");
        }
    }

    @Test
    void anEarlyRequestsBodyMayTakeLessTimeThanAConfirmedOnes() throws Exception {
        clients.lettingInEarly(Map.of("earlyBodyTotal", "PT0.5S"));
        try (EngineSocket one = clients.anonymous("h2"); EarlyHttp2 early = clients.earlyHttp2()) {
            Http2Wire confirmed = request(ProvenClients.http2(one), "POST", "/hold").data(1, false, "hel");
            request(early.wire, "POST", "/allow").data(1, false, "hel");
            early.start();
            assertThat(early.wire.answer(1)).startsWith("408");
            clients.awaitTimeout("requestBody", "allow");
            assertThat(confirmed.data(1, true, "lo").answer(1)).isEqualTo("200 " + ProvenClients.ANSWER);
        }
    }

    /// On one connection: the streams that came early have less time than the one that came behind Finished.
    @Test
    void anEarlyRequestsExchangeMayTakeLessTimeThanAConfirmedOneBesideIt() throws Exception {
        clients.lettingInEarly(Map.of("earlyTotal", "PT1S"));
        try (EarlyHttp2 client = clients.earlyHttp2()) {
            client.get(1, "/allow/slow").start();
            assertThat(clients.upstream.nextHead()).containsIgnoringCase("early-data: 1");
            client.finish();
            client.get(3, "/hold/slow");
            assertThat(client.wire.answer(1)).startsWith("504");
            clients.awaitTimeout("total", "allow");
            clients.answerTheSlow();
            assertThat(client.wire.answer(3)).isEqualTo("200 " + ProvenClients.ANSWER);
        }
    }
}
