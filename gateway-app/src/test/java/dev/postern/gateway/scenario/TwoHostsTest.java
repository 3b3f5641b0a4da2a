package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.proxy.ScriptedUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLContext;
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
}
