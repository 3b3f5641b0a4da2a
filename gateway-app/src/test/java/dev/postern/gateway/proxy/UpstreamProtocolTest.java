package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Each protocol of clients to each protocol of upstreams, and whom the gateway trusts behind it.
class UpstreamProtocolTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static ScriptedUpstream secure;

    @BeforeAll
    static void start() throws IOException {
        secure = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(), connection -> {
            while (connection.readHead() != null) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    @AfterAll
    static void stop() throws IOException {
        secure.close();
    }

    @TestFactory
    Stream<DynamicTest> everyClientReachesEveryUpstream() {
        return Stream.of(Carrier.HTTP1, Carrier.HTTP1_OVER_TLS, Carrier.HTTP2)
                .flatMap(client -> Stream.of(Carrier.values()).map(upstream -> DynamicTest
                        .dynamicTest(client + " to " + upstream, () -> echoes(client, upstream))));
    }

    private static void echoes(Carrier carrier, Carrier behind) throws Exception {
        try (Carrier.Serving upstream = behind.serve(UpstreamProtocolTest::echo);
                HopGateway gateway = HopGateway.before(upstream.configuration());
                Exchange client = carrier.connect(gateway)) {
            client.head("POST /echo?q=1", false, "x-asked", "this").data("abc", false).data("def", true);

            assertThat(client.readHead()).isEqualTo("201");
            assertThat(client.field("x-seen")).isEqualTo("POST /echo?q=1 this");
            assertThat(client.field("via")).isEqualTo("1.1 postern");
            assertThat(client.readBody()).isEqualTo("abcdef");
        }
    }

    private static void echo(Exchange exchange) throws Exception {
        String first = exchange.readHead();
        String asked = exchange.field("x-asked");
        String body = exchange.readBody();
        exchange.head("201", false, "x-seen", first + " " + asked).data(body, true);
    }

    private static String answerOver(UpstreamProtocol protocol, UpstreamTls tls, int port) throws IOException {
        try (HopGateway gateway = HopGateway.before(HopGateway.secureUpstream(protocol, tls, port))) {
            return gateway.exchange(GET);
        }
    }

    private static UpstreamTls expecting(String name) {
        return new UpstreamTls(true, name, HopGateway.IDENTITY.trusted().trust());
    }

    @Test
    void trustsACertificateOfItsAuthorityForItsName() throws Exception {
        assertThat(answerOver(UpstreamProtocol.HTTP1, expecting("localhost"), secure.port()))
                .startsWith("HTTP/1.1 200 ").endsWith("ok");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        int before = secure.heads.size();

        assertThat(answerOver(UpstreamProtocol.HTTP1, expecting("other.localhost"), secure.port()))
                .startsWith("HTTP/1.1 502 ").contains("urn:postern:problem:upstream-tls");
        assertThat(secure.heads).hasSize(before);
    }

    @Test
    void expectsTheEndpointsOwnAddressUnlessToldAnotherName() throws Exception {
        assertThat(answerOver(UpstreamProtocol.HTTP1, expecting(null), secure.port())).startsWith("HTTP/1.1 502 ")
                .contains("urn:postern:problem:upstream-tls");
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        UpstreamTls stranger = new UpstreamTls(true, "localhost", List.of(new UpstreamIdentity().authority()));

        assertThat(answerOver(UpstreamProtocol.HTTP1, stranger, secure.port())).startsWith("HTTP/1.1 502 ")
                .contains("urn:postern:problem:upstream-tls");
        assertThat(answerOver(UpstreamProtocol.HTTP1, UpstreamTls.DEFAULTS, secure.port()))
                .startsWith("HTTP/1.1 502 ");
    }

    @Test
    void takesAnyCertificateOnceAnOperatorSwitchedVerificationOff() throws Exception {
        UpstreamTls blind = new UpstreamTls(false, null, List.of());

        assertThat(answerOver(UpstreamProtocol.HTTP1, blind, secure.port())).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusesAnUpstreamThatDoesNotAgreeOnHttp2WhereItMust() throws Exception {
        assertThat(answerOver(UpstreamProtocol.H2, expecting("localhost"), secure.port()))
                .startsWith("HTTP/1.1 502 ").contains("urn:postern:problem:upstream-tls");
    }

    @Test
    void refusesAnUpstreamThatSpeaksNoTls() throws Exception {
        try (ScriptedUpstream plain = new ScriptedUpstream(connection -> connection.write("220 hello\r\n"))) {
            assertThat(answerOver(UpstreamProtocol.HTTP1, expecting("localhost"), plain.port()))
                    .startsWith("HTTP/1.1 502 ").contains("urn:postern:problem:upstream-tls");
        }
    }

    @Test
    void sendsNothingInTheClearToAnUpstreamOverTls() throws Exception {
        try (ScriptedUpstream eavesdropping = new ScriptedUpstream(connection -> connection.readLine())) {
            answerOver(UpstreamProtocol.HTTP1, expecting("localhost"), eavesdropping.port());
            assertThat(eavesdropping.heads).isEmpty();
        }
    }
}
