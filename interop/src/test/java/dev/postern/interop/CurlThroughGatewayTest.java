package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.GatewayExtension;
import dev.postern.interop.gateway.Handshake;
import dev.postern.interop.matrix.Cannot;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Peer;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/// curl asks an upstream of others through the whole gateway; both of them tell what the connection was.
@ExtendWith(GatewayExtension.class)
@Peer(value = PeerExecutable.CURL, role = Peer.Role.CLIENT)
@Cannot(value = {Mode.GATEWAY_EARLY_DATA_ACCEPTED, Mode.GATEWAY_EARLY_DATA_REFUSED,
    Mode.GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2}, because = "curl 7.88 has no --tls-earlydata; the newest has a column of its own")
class CurlThroughGatewayTest {
    /// Larger than every window and buffer on the way.
    private static final int BODY_BYTES = 2 << 20;

    @TempDir
    Path folder;

    @Test
    @Shows(Mode.HTTP_1)
    void getsOverHttp1(Gateway gateway) {
        get(gateway, "--http1.1", "1.1", "http/1.1");
    }

    @Test
    @Shows(Mode.HTTP_2)
    void getsOverHttp2(Gateway gateway) {
        get(gateway, "--http2", "2", "h2");
    }

    @Test
    @Shows(Mode.HTTP_1)
    void postsOverHttp1(Gateway gateway) throws Exception {
        post(gateway, "--http1.1", "1.1");
    }

    @Test
    @Shows(Mode.HTTP_2)
    void postsOverHttp2(Gateway gateway) throws Exception {
        post(gateway, "--http2", "2");
    }

    @Test
    @Shows(Mode.GATEWAY_RESUMED)
    void resumesOnItsSecondConnection(Gateway gateway) {
        long before = gateway.lastHandshake();
        String output = curl(gateway.roots(), "--http1.1", "--header", "Connection: close", gateway.url("/hello"),
                gateway.url("/hello"));

        assertThat(output).contains("GET tls=TLSv1.3 resumed=false", "SSL re-using session ID",
                "GET tls=TLSv1.3 resumed=true");
        // Its ticket allows early data, and it sends none.
        assertThat(gateway.handshakesAfter(before, 2)).extracting(Handshake::resumed, Handshake::earlyData)
                .containsExactly(tuple(false, "not_offered"), tuple(true, "not_offered"));
    }

    @Test
    @Shows(Mode.SERVER_CERTIFICATE_REFUSED)
    void refusesACertificateOfAnAuthorityThatItDoesNotKnow(Gateway gateway) {
        long before = gateway.lastHandshake();

        assertThat(curl(Scenario.STRANGER.rootFile(), gateway.url("/hello"))).contains("curl: (60)");
        assertThat(gateway.handshakesAfter(before, 1)).extracting(Handshake::result, Handshake::alert)
                .containsExactly(tuple("failure", "unknown_ca"));
    }

    private void get(Gateway gateway, String option, String version, String protocol) {
        long before = gateway.lastHandshake();
        String output = curl(gateway.roots(), option, gateway.url("/hello"));

        assertThat(output).contains("GET tls=TLSv1.3 resumed=false", "SSL connection using TLSv1.3",
                "ALPN: server accepted " + protocol, "SSL certificate verify ok", "[200 over " + version + "]");
        Handshake ours = gateway.handshakesAfter(before, 1).getFirst();
        assertThat(ours.result()).isEqualTo("success");
        assertThat(ours.host()).isEqualTo("localhost");
        assertThat(ours.version()).isEqualTo("TLSv1.3");
        assertThat(ours.group()).isEqualTo("x25519");
        assertThat(ours.alpn()).isEqualTo(protocol);
        assertThat(ours.resumed()).isFalse();
        assertThat(ours.earlyData()).isEqualTo("not_offered");
    }

    private void post(Gateway gateway, String option, String version) throws Exception {
        byte[] body = new byte[BODY_BYTES];
        new Random(1).nextBytes(body);
        Path sent = Files.write(folder.resolve("sent"), body);
        Path received = folder.resolve("received");

        assertThat(curl(gateway.roots(), option, "--data-binary", "@" + sent, "--output", received.toString(),
                gateway.url("/echo"))).contains("[200 over " + version + "]");
        assertThat(received).hasBinaryContent(body);
    }

    private static String curl(Path roots, String... more) {
        List<String> command = new ArrayList<>(List.of(PeerExecutable.CURL.path().toString(), "--verbose",
                "--no-progress-meter", "--noproxy", "*", "--cacert", roots.toString(), "--write-out",
                "[%{http_code} over %{http_version}]\n"));
        command.addAll(List.of(more));
        try (PeerProcess process = new PeerProcess(command)) {
            return process.awaitExit();
        }
    }
}
