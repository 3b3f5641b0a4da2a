package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class TwoHostsTest {
    private static final String A = "a.localhost";
    private static final String B = "b.localhost";

    @TempDir
    Path folder;
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
    private final SSLContext tls = JdkClient.trusting(authority.certificate());
    private final Issued certificateA = authority.issue(List.of(A));
    private final Issued certificateB = authority.issue(List.of(B));
    private ScriptedUpstream upstreamA;
    private ScriptedUpstream upstreamB;
    private OperatedGateway gateway;

    @BeforeEach
    void configure() throws Exception {
        upstreamA = ScriptedUpstream.answering("this is a");
        upstreamB = ScriptedUpstream.answering("this is b");
        gateway = new OperatedGateway(folder);
        serve(A, certificateA, upstreamA);
        serve(B, certificateB, upstreamB);
    }

    private void serve(String name, Issued certificate, ScriptedUpstream upstream) {
        String host = gateway.host(name, gateway.certificate(name, certificate), Map.of());
        gateway.route(host, "/", gateway.upstream(name, upstream.port(), false), "hold");
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        upstreamA.close();
        upstreamB.close();
    }

    @Test
    void theServerNamePicksCertificateRouteAndUpstream() throws Exception {
        try (JdkClient a = new JdkClient(tls, A, gateway.port()); JdkClient b = new JdkClient(tls, B, gateway.port())) {
            assertThat(a.certificate()).isEqualTo(certificateA.chain().getFirst());
            assertThat(b.certificate()).isEqualTo(certificateB.chain().getFirst());
            assertThat(a.get(A, "/one")).startsWith("HTTP/1.1 200 ").endsWith("this is a");
            assertThat(b.get(B, "/two")).startsWith("HTTP/1.1 200 ").endsWith("this is b");
        }
        assertThat(upstreamA.nextHead()).startsWith("GET /one ");
        assertThat(upstreamB.nextHead()).startsWith("GET /two ");
        assertThat(upstreamA.heads).isEmpty();
        assertThat(upstreamB.heads).isEmpty();
    }

    @Test
    void aRequestForTheOtherHostOnThisConnectionIsMisdirectedAndReachesNobody() throws Exception {
        try (JdkClient a = new JdkClient(tls, A, gateway.port())) {
            assertThat(a.get(B, "/stray")).startsWith("HTTP/1.1 421 ");
        }
        try (JdkClient b = new JdkClient(tls, B, gateway.port())) {
            assertThat(b.get(B, "/own")).endsWith("this is b");
        }
        assertThat(upstreamB.nextHead()).as("the first request that host B ever saw").startsWith("GET /own ");
        assertThat(upstreamA.heads).isEmpty();
    }

    private static Http2Wire get(Http2Wire client, int stream, String authority, String path) throws IOException {
        return client.headers(stream, true, ":method", "GET", ":scheme", "https", ":authority", authority, ":path",
                path);
    }

    @Test
    void theServerNamePicksThemOverHttp2Too() throws Exception {
        try (Http2Wire a = Http2Wire.client(tls, A, gateway.port());
                Http2Wire b = Http2Wire.client(tls, B, gateway.port())) {
            assertThat(a.certificate()).isEqualTo(certificateA.chain().getFirst());
            assertThat(b.certificate()).isEqualTo(certificateB.chain().getFirst());
            assertThat(get(a, 1, A, "/one").answer(1)).isEqualTo("200 this is a");
            assertThat(get(b, 1, B, "/two").answer(1)).isEqualTo("200 this is b");
        }
        assertThat(upstreamA.nextHead()).startsWith("GET /one ");
        assertThat(upstreamB.nextHead()).startsWith("GET /two ");
    }

    /// RFC 9110 15.5.20: the client may send it on another connection, and this one serves on
    @Test
    void anAuthorityThatTheConnectionWasNotOpenedForIsMisdirectedOverHttp2() throws Exception {
        try (Http2Wire a = Http2Wire.client(tls, A, gateway.port())) {
            assertThat(get(a, 1, B, "/stray").answer(1)).startsWith("421 ")
                    .contains("urn:postern:problem:misdirected-request");
            assertThat(get(a, 3, "unknown.localhost", "/stray").answer(3)).startsWith("421 ");
            assertThat(get(a, 5, A + ":" + gateway.port(), "/own").answer(5)).isEqualTo("200 this is a");
        }
        assertThat(upstreamA.nextHead()).startsWith("GET /own ");
        assertThat(upstreamA.heads).isEmpty();
        assertThat(upstreamB.heads).isEmpty();
    }

    /// RFC 9113 9.1.1: a connection can be reused for an authority that its certificate names, too
    @Test
    void hostsThatShareCertificateAndPolicyShareAConnection() throws Exception {
        String c = "c.localhost";
        String d = "d.localhost";
        String certificate = gateway.certificate("both", authority.issue(List.of(c, d)));
        String upstream = gateway.upstream("third", upstreamA.port(), false);
        gateway.route(gateway.host(c, certificate, Map.of()), "/", upstream, "hold");
        gateway.route(gateway.host(d, certificate, Map.of()), "/", upstream, "hold");
        try (Http2Wire client = Http2Wire.client(tls, c, gateway.port())) {
            assertThat(get(client, 1, c, "/one").answer(1)).isEqualTo("200 this is a");
            assertThat(get(client, 3, d, "/two").answer(3)).isEqualTo("200 this is a");
            assertThat(get(client, 5, B, "/stray").answer(5)).startsWith("421 ");
        }
    }
}
