package dev.postern.interop;

import dev.postern.interop.gateway.Gateway;
import dev.postern.interop.gateway.GatewayExtension;
import dev.postern.interop.gateway.Handshake;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// `s_client` asks an upstream of others through the whole gateway, again and earlier than the first time.
@ExtendWith(GatewayExtension.class)
abstract class OpenSslThroughGatewayContract {
    private static final String REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String ANSWER = "^GET tls=TLSv1\\.3 .*$";

    private final PeerExecutable openssl;
    private final String group;

    @TempDir
    Path folder;

    /// @param group that it agrees on with us when nobody says which
    OpenSslThroughGatewayContract(PeerExecutable openssl, String group) {
        this.openssl = openssl;
        this.group = group;
    }

    @BeforeEach
    void acceptEarlyData(Gateway gateway) {
        gateway.acceptEarlyData(true);
    }

    @Test
    @Shows(Mode.HTTP_1)
    void isServedAfterAFullHandshake(Gateway gateway) {
        long before = gateway.lastHandshake();
        String output = ask(gateway);

        assertThat(output).contains("New, TLSv1.3", "Verify return code: 0 (ok)", "ALPN protocol: http/1.1",
                "GET tls=TLSv1.3 resumed=false early=none");
        Handshake ours = gateway.handshakesAfter(before, 1).getFirst();
        assertThat(ours.group()).isEqualTo(group);
        assertThat(ours.resumed()).isFalse();
        assertThat(ours.alpn()).isEqualTo("http/1.1");
    }

    @Test
    @Shows(Mode.GATEWAY_RESUMED)
    void resumes(Gateway gateway) {
        keepSession(gateway);
        long before = gateway.lastHandshake();
        String output = ask(gateway, "-sess_in", session());

        assertThat(output).contains("Reused, TLSv1.3", "GET tls=TLSv1.3 resumed=true early=none");
        assertThat(gateway.handshakesAfter(before, 1).getFirst().resumed()).isTrue();
    }

    @Test
    @Shows(Mode.GATEWAY_EARLY_DATA_ACCEPTED)
    void isServedEarly(Gateway gateway) throws Exception {
        keepSession(gateway);
        long before = gateway.lastHandshake();
        String output = askEarly(gateway, ANSWER);

        assertThat(output).contains("Reused, TLSv1.3", "Early data was accepted",
                "GET tls=TLSv1.3 resumed=true early=1");
        Handshake ours = gateway.handshakesAfter(before, 1).getFirst();
        assertThat(ours.result()).isEqualTo("success");
        assertThat(ours.resumed()).isTrue();
        assertThat(ours.earlyData()).isEqualTo("accepted");
    }

    @Test
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED)
    void asksAgainWhenTheHostTakesNoEarlyDataAnyMore(Gateway gateway) throws Exception {
        keepSession(gateway);
        gateway.acceptEarlyData(false);

        assertRefused(gateway, "disabled");
    }

    /// It guesses a group that we do not have.
    @Test
    @Shows(Mode.GATEWAY_EARLY_DATA_REFUSED)
    void asksAgainAfterAHelloRetryRequest(Gateway gateway) throws Exception {
        keepSession(gateway);

        assertRefused(gateway, "helloRetryRequest", "-groups", "P-521:X25519");
    }

    private void assertRefused(Gateway gateway, String reason, String... more) throws Exception {
        long before = gateway.lastHandshake();
        String output = askEarly(gateway, "^Early data was rejected", more);

        assertThat(output).contains("Reused, TLSv1.3", "GET tls=TLSv1.3 resumed=true early=none");
        Handshake ours = gateway.handshakesAfter(before, 1).getFirst();
        assertThat(ours.result()).isEqualTo("success");
        assertThat(ours.resumed()).isTrue();
        assertThat(ours.earlyData()).isEqualTo("rejected");
        assertThat(ours.earlyDataReason()).isEqualTo(reason);
    }

    private void keepSession(Gateway gateway) {
        assertThat(ask(gateway, "-sess_out", session())).contains("New, TLSv1.3");
    }

    private String session() {
        return folder.resolve("session.pem").toString();
    }

    private String ask(Gateway gateway, String... more) {
        try (PeerProcess process = client(gateway, more)) {
            process.type(REQUEST);
            return quitAfterAnswer(process);
        }
    }

    /// @param outcome what it says about its early request; if that is not the answer, it asks again
    private String askEarly(Gateway gateway, String outcome, String... more) throws Exception {
        Path early = Files.writeString(folder.resolve("early.txt"), REQUEST);
        List<String> options = new ArrayList<>(List.of("-sess_in", session(), "-early_data", early.toString()));
        options.addAll(List.of(more));
        try (PeerProcess process = client(gateway, options.toArray(String[]::new))) {
            process.await(outcome);
            if (!outcome.equals(ANSWER)) {
                process.type(REQUEST);
            }
            return quitAfterAnswer(process);
        }
    }

    private static String quitAfterAnswer(PeerProcess process) {
        process.await(ANSWER);
        process.type("Q\n");
        return process.awaitExit();
    }

    private PeerProcess client(Gateway gateway, String... more) {
        List<String> command = new ArrayList<>(List.of(openssl.path().toString(), "s_client", "-connect",
                "127.0.0.1:" + gateway.port(), "-servername", "localhost", "-verify_hostname", "localhost", "-CAfile",
                gateway.roots().toString(), "-verify_return_error", "-alpn", "http/1.1"));
        command.addAll(List.of(more));
        return new PeerProcess(command);
    }
}
