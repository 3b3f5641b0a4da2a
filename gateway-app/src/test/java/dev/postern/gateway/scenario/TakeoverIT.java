package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.SSLContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A restart as an operator does it: the next process starts on the same data directory and port while the first still serves, the first
/// gets SIGTERM, and the next takes over the port at once and the database when it is free.
@Timeout(1200)
class TakeoverIT {
    private static final Logger LOG = LoggerFactory.getLogger(TakeoverIT.class);
    private static final String HOST = "localhost";
    private static final int EXIT_BY_SIGTERM = 143;
    private static final int REQUESTS_BEFORE = 100;
    private static final int REQUESTS_AFTER = 400;

    @TempDir
    Path folder;

    @Test
    void failsNoRequestWhenTheNextProcessTakesOverThePort() throws Exception {
        DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
        Path data = Files.createDirectory(folder.resolve("data"));
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("fine");
                GatewayProcess first = new GatewayProcess(data, folder.resolve("first.log"), 0)) {
            OperatedGateway operated = first.operated();
            String host = operated.host(HOST, operated.certificate(HOST, authority.issue(List.of(HOST))),
                    Map.of("serverNames", List.of(HOST, "*")));
            operated.route(host, "/", operated.upstream("fine", upstream.port(), false), "hold");
            String ticketKey = first.ticketKeys().getFirst();
            try (SteadyLoad load = new SteadyLoad(first.port(), authority.certificate())) {
                load.awaitEveryKind();
                try (GatewayProcess second = new GatewayProcess(data, folder.resolve("second.log"), first.port())) {
                    serveOn(load, second);
                    assertThat(first.hasItsDatabase())
                            .as("the file that the second wrote is the first's certificate too")
                            .isTrue();
                    takeOver(load, first, second);
                    Await.until("the second process did not get the database", second::hasItsDatabase);
                    Await.until("the elder's tickets do not open", () -> second.ticketKeys().contains(ticketKey));
                    try (GatewayProcess third = new GatewayProcess(data, folder.resolve("third.log"), first.port())) {
                        serveOn(load, third);
                        takeOver(load, second, third);
                    }
                }
                load.stop();
                LOG.info("Taken over twice under {}", load.report());
            }
        }
    }

    /// In the other order there is a gap; it ends with the readiness of the next process, and what had been accepted is answered.
    @Test
    void saysThatThereIsAGapWhenTheNextProcessStartsAfterSigterm() throws Exception {
        DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
        Path data = Files.createDirectory(folder.resolve("data"));
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("fine");
                GatewayProcess first = new GatewayProcess(data, folder.resolve("first.log"), 0)) {
            OperatedGateway operated = first.operated();
            String host = operated.host(HOST, operated.certificate(HOST, authority.issue(List.of(HOST))),
                    Map.of("serverNames", List.of(HOST, "*")));
            operated.route(host, "/", operated.upstream("fine", upstream.port(), false), "hold");
            SSLContext tls = JdkClient.trusting(authority.certificate());
            try (JdkClient accepted = new JdkClient(tls, HOST, first.port())) {
                assertThat(accepted.get(HOST, "/")).endsWith("fine");
                first.sendSigterm();
                Await.until("it did not say that the port is closed", () -> first.hasSaid("is closed, and connections"
                        + " are refused until the next process listens"));
                Await.until("connections are not refused", () -> refuses(first.port()));
            }
            try (GatewayProcess second = new GatewayProcess(data, folder.resolve("second.log"), first.port());
                    JdkClient again = new JdkClient(tls, HOST, first.port())) {
                assertThat(again.get(HOST, "/")).endsWith("fine");
                assertThat(first.awaitExit()).as(first.said()).isEqualTo(EXIT_BY_SIGTERM);
                Await.until("the second process did not get the database", second::hasItsDatabase);
            }
        }
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    /// The next process is there, but as long as nobody tells the one before to go it gets nothing: it may serve an older configuration.
    private static void serveOn(SteadyLoad load, GatewayProcess next) throws Exception {
        load.awaitMore(REQUESTS_BEFORE);
        assertThat(load.failures()).as(load.report()).isEmpty();
        assertThat(next.handshakes()).isZero();
    }

    private static void takeOver(SteadyLoad load, GatewayProcess from, GatewayProcess to) throws Exception {
        int asked = load.askedToGo();
        assertThat(from.terminate()).as(from.said()).isEqualTo(EXIT_BY_SIGTERM);
        load.awaitMore(REQUESTS_AFTER);
        assertThat(load.failures()).as("%s\n%s", load.report(), to.said()).isEmpty();
        assertThat(to.handshakes()).isPositive();
        assertThat(load.askedToGo()).as("kept connections were told to go").isGreaterThan(asked);
    }
}
