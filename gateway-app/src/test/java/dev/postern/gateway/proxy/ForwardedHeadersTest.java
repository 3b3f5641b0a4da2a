package dev.postern.gateway.proxy;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.settings.NetworkAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What becomes of fields on the hop (RFC 9110 7.6.1, RFC 7239), as the upstream and the client see them.
class ForwardedHeadersTest {
    private static final String ANSWER = String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: 2",
            "Keep-Alive: timeout=5", "Connection: keep-alive, X-Hop", "X-Hop: 1", "Proxy-Connection: keep-alive",
            "Server: origin", "Set-Cookie: a=1", "Set-Cookie: b=2", "", "ok");
    private static ScriptedUpstream upstream;
    private static HopGateway gateway;
    private static HopGateway trusting;

    @BeforeAll
    static void start() throws IOException {
        upstream = new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write(ANSWER);
            }
        });
        gateway = HopGateway.before(upstream);
        trusting = new HopGateway.Settings()
                .listener(listener -> listener.trusting(new TrustedPeers(
                        List.of(NetworkAddress.valueOf("127.0.0.0/8"), NetworkAddress.valueOf("::1")))))
                .before(HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port()));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        trusting.close();
        upstream.close();
    }

    @BeforeEach
    void forget() {
        upstream.heads.clear();
    }

    /// What reaches the upstream of a GET with these fields.
    private static String forwarded(HopGateway through, String... fields) throws Exception {
        through.exchange(get(fields));
        return upstream.nextHead();
    }

    private static String get(String... fields) {
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return "GET /a?b=c HTTP/1.1\r\nHost: a.example\r\n" + more + "Connection: close\r\n\r\n";
    }

    @Test
    void takesOffWhatBelongsToOneHop() throws Exception {
        String head = forwarded(gateway, "Keep-Alive: 5", "Proxy-Connection: keep-alive", "TE: gzip", "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", "X-Kept: 1");

        assertThat(head).startsWith("GET /a?b=c HTTP/1.1\r\n").containsIgnoringCase("\r\nX-Kept: 1\r\n");
        assertThat(head.toLowerCase(java.util.Locale.ROOT)).doesNotContain("\r\nconnection:", "\r\nkeep-alive:",
                "\r\nproxy-connection:", "\r\nte:", "\r\nupgrade:", "\r\nhttp2-settings:", "\r\ntransfer-encoding:");
    }

    @Test
    void takesOffWhatConnectionNames() throws Exception {
        String head = forwarded(gateway, "Connection: X-One", "Connection: x-two , X-THREE", "X-One: 1", "X-Two: 2",
                "X-Three: 3", "X-Four: 4");

        assertThat(head).containsIgnoringCase("\r\nX-Four: 4\r\n").doesNotContainIgnoringCase("X-One", "X-Two",
                "X-Three");
    }

    @Test
    void aClientStripsNothingOfOursByNamingItInConnection() throws Exception {
        String head = forwarded(gateway, "Connection: X-Forwarded-For, Forwarded, Host, Via, X-Forwarded-Proto");

        assertThat(Http1Peer.field(head, "x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(Http1Peer.field(head, "x-forwarded-proto")).isEqualTo("http");
        assertThat(Http1Peer.field(head, "forwarded")).isNotNull();
        assertThat(Http1Peer.field(head, "host")).isEqualTo("a.example");
        assertThat(Http1Peer.field(head, "via")).isEqualTo("1.1 postern");
    }

    @Test
    void takesOffWhatBelongsToOneHopOfTheAnswerToo() throws Exception {
        String answer = gateway.exchange("GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).doesNotContainIgnoringCase("keep-alive", "X-Hop", "proxy-connection")
                .contains("\r\nServer: origin\r\n", "\r\nSet-Cookie: a=1\r\n", "\r\nSet-Cookie: b=2\r\n",
                        "\r\nvia: 1.1 postern\r\n", "\r\nconnection: close\r\n");
    }

    @Test
    void saysWhoAskedForWhatAndHow() throws Exception {
        String head = forwarded(gateway);

        assertThat(Http1Peer.field(head, "x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(Http1Peer.field(head, "x-forwarded-proto")).isEqualTo("http");
        assertThat(Http1Peer.field(head, "x-forwarded-host")).isEqualTo("a.example");
        assertThat(Http1Peer.field(head, "x-forwarded-port")).isEqualTo(Integer.toString(gateway.port()));
        assertThat(Http1Peer.field(head, "forwarded")).isEqualTo("for=127.0.0.1;host=\"a.example\";proto=http");
        assertThat(Http1Peer.field(head, "x-request-id")).matches("[0-9a-f]{32}");
    }

    @Test
    void saysThatTlsCarriedIt() throws Exception {
        try (Http1Peer client = gateway.connectSecurely()) {
            client.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        }
        String head = upstream.nextHead();

        assertThat(Http1Peer.field(head, "x-forwarded-proto")).isEqualTo("https");
        assertThat(Http1Peer.field(head, "x-postern-tls-version")).isEqualTo("TLSv1.3");
        assertThat(Http1Peer.field(head, "x-postern-tls-resumed")).isEqualTo("false");
    }

    @Test
    void believesNoStrangerAboutClients() throws Exception {
        String head = forwarded(gateway, "X-Forwarded-For: 10.9.9.9", "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil", "X-Forwarded-Port: 1", "X-Forwarded-Prefix: /evil", "X-Real-IP: 10.9.9.9",
                "Forwarded: for=10.9.9.9", "Client-Cert: evil", "X-Request-Id: evil", "X-Postern-Tls-Resumed: evil",
                "X_Forwarded_For: 10.9.9.9", "X.Real.IP: 10.9.9.9", "early_data: 1");

        assertThat(head).doesNotContain("10.9.9.9", "evil", "early_data");
        assertThat(Http1Peer.field(head, "x-forwarded-proto")).isEqualTo("http");
    }

    @Test
    void addsToWhatATrustedPeerSays() throws Exception {
        String head = forwarded(trusting, "X-Forwarded-For: 10.9.9.9", "X-Forwarded-Proto: https",
                "Forwarded: for=10.9.9.9;proto=https", "X-Request-Id: r-1");

        assertThat(Http1Peer.field(head, "x-forwarded-for")).isEqualTo("10.9.9.9, 127.0.0.1");
        assertThat(Http1Peer.field(head, "x-forwarded-proto")).isEqualTo("https");
        assertThat(Http1Peer.field(head, "forwarded"))
                .isEqualTo("for=10.9.9.9;proto=https, for=127.0.0.1;host=\"a.example\";proto=http");
        assertThat(Http1Peer.field(head, "x-request-id")).isEqualTo("r-1");
    }

    /// As HAProxy's `option forwardfor` does it: what its client claims stays a line, and the address that it saw is another behind it.
    @Test
    void addsToEachLineOfWhatATrustedPeerSays() throws Exception {
        String head = forwarded(trusting, "X-Forwarded-For: 10.9.9.9", "Forwarded: for=10.9.9.9",
                "X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7");

        assertThat(head).containsOnlyOnce("x-forwarded-for:").containsOnlyOnce("\r\nforwarded:");
        assertThat(Http1Peer.field(head, "x-forwarded-for")).isEqualTo("10.9.9.9, 192.0.2.7, 127.0.0.1");
        assertThat(Http1Peer.field(head, "forwarded"))
                .startsWith("for=10.9.9.9, for=192.0.2.7, for=127.0.0.1;host=");
    }

    @Test
    void believesNoLineOfAStranger() throws Exception {
        String head = forwarded(gateway, "X-Forwarded-For: 10.9.9.9", "Forwarded: for=10.9.9.9",
                "X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7");

        assertThat(Http1Peer.field(head, "x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(head).doesNotContain("10.9.9.9", "192.0.2.7");
    }

    @Test
    void passesHostOnAsItCame() throws Exception {
        gateway.exchange("GET / HTTP/1.1\r\nHost: A.example:8443\r\nConnection: close\r\n\r\n");

        assertThat(upstream.nextHead()).containsOnlyOnce("\r\nhost: A.example:8443\r\n");
    }

    @Test
    void takesHostFromAnAbsoluteTarget() throws Exception {
        gateway.exchange("GET http://a.example/x?y HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");

        assertThat(upstream.nextHead()).startsWith("GET /x?y HTTP/1.1\r\n").containsOnlyOnce("\r\nhost: a.example\r\n");
    }

    @Test
    void makesAuthorityTheHostOfHttp11() throws Exception {
        try (Http2Client client = gateway.connectHttp2()) {
            Http2Peer stream = client.get("/x", "cookie", "a=1", "cookie", "b=2");
            assertThat(stream.head().status().toString()).isEqualTo("200");
        }
        String head = upstream.nextHead();

        assertThat(head).startsWith("GET /x HTTP/1.1\r\n").containsOnlyOnce("\r\nhost: localhost\r\n")
                .containsOnlyOnce("cookie: a=1; b=2\r\n").doesNotContain(":authority");
    }

    @Test
    void forwardsTheOneNormalisedPath() throws Exception {
        gateway.exchange("GET /a/./b/../c%7e?q=/../x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(upstream.nextHead()).startsWith("GET /a/c~?q=/../x HTTP/1.1\r\n");
    }

    @Test
    void asksForTrailersOnlyIfTheClientDoes() throws Exception {
        assertThat(Http1Peer.field(forwarded(gateway, "TE: trailers", "Connection: TE"), "te"))
                .isEqualTo("trailers");
    }

    @Test
    void endsALoop() throws Exception {
        assertThat(gateway.exchange(get("Via: 1.1 postern, 1.1 postern, 1.1 postern", "Via: 1.1 postern, 1.1 postern")))
                .startsWith("HTTP/1.1 508 ");
        assertThat(upstream.heads).isEmpty();
    }

    @Test
    @EarlyDataRule("3.2")
    void aRequestThatWasForwardedEarlyBeforeUsReachesOnlyAnUpstreamThatKnows() throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: a\r\nEarly-Data: 1\r\nConnection: early-data, close\r\n\r\n";

        assertThat(gateway.exchange(request)).startsWith("HTTP/1.1 425 ").contains("urn:postern:problem:too-early");
        assertThat(upstream.heads).isEmpty();
        try (HopGateway aware = HopGateway.before(aware(upstream))) {
            assertThat(aware.exchange(request)).startsWith("HTTP/1.1 200 ");
            assertThat(upstream.nextHead()).containsOnlyOnce("early-data: 1\r\n");
        }
    }

    static Upstream aware(ScriptedUpstream upstream) {
        Upstream plain = HopGateway.upstream(UpstreamProtocol.HTTP1, upstream.port());
        return new Upstream(plain.id(), plain.name(), plain.protocol(), plain.endpoints(), true, plain.tls());
    }
}
