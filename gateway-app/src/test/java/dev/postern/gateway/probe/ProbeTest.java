package dev.postern.gateway.probe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// The tool tells the truth about other servers too, and about itself.
@Timeout(120)
class ProbeTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void findsThatNginxWithEarlyDataAcceptsTheSameFlightTwice() throws Exception {
        try (ForeignServer nginx = ForeignServer.nginx(folder, true)) {
            assertThat(probe(nginx)).as("%s", said()).isEqualTo(Probe.ACCEPTED_TWICE);
            assertThat(said()).contains("trusted\n", "resumption   yes", "early data   accepted",
                    "replay       accepted and answered", "THE SAME EARLY DATA WAS ACCEPTED TWICE");
        }
    }

    @Test
    void findsThatNginxWithoutEarlyDataOffersNone() throws Exception {
        try (ForeignServer nginx = ForeignServer.nginx(folder, false)) {
            assertThat(probe(nginx)).as("%s", said()).isEqualTo(Probe.EXAMINED);
            assertThat(said()).contains("resumption   yes", "No ticket allows early data: 0-RTT is off.")
                    .doesNotContain("replay  ");
        }
    }

    @Test
    void findsThatHaproxyWithEarlyDataAcceptsTheSameFlightTwice() throws Exception {
        try (ForeignServer haproxy = ForeignServer.haproxy(folder, true)) {
            assertThat(probe(haproxy)).as("%s", said()).isEqualTo(Probe.ACCEPTED_TWICE);
            assertThat(said()).contains("replay       accepted");
        }
    }

    @Test
    void doesNotTakeSilenceForARefusal() throws Exception {
        try (ForeignServer nginx = ForeignServer.nginx(folder, true);
                DeafToReplays front = new DeafToReplays(nginx.port, DeafToReplays.Manner.SILENT)) {
            assertThat(run("127.0.0.1:" + front.port(), "--server-name", ForeignServer.HOST, "--ca",
                    nginx.authority.toString(), "--timeout", "3")).as("%s", said()).isEqualTo(Probe.REPLAY_UNKNOWN);
            assertThat(said()).contains("early data   accepted", "replay       unknown", "the server says nothing")
                    .doesNotContain("refused");
        }
    }

    @Test
    void doesNotTakeAConnectionThatEndsForARefusal() throws Exception {
        try (ForeignServer nginx = ForeignServer.nginx(folder, true);
                DeafToReplays front = new DeafToReplays(nginx.port, DeafToReplays.Manner.HANGS_UP)) {
            assertThat(run("127.0.0.1:" + front.port(), "--server-name", ForeignServer.HOST, "--ca",
                    nginx.authority.toString(), "--json")).as("%s", said()).isEqualTo(Probe.REPLAY_UNKNOWN);
            assertThat(said()).contains("\"outcome\" : \"unknown\"").doesNotContain("refused");
        }
    }

    @Test
    void findsThatHaproxyWithoutEarlyDataOffersNone() throws Exception {
        try (ForeignServer haproxy = ForeignServer.haproxy(folder, false)) {
            assertThat(probe(haproxy)).as("%s", said()).isEqualTo(Probe.EXAMINED);
            assertThat(said()).contains("resumption   yes", "No ticket allows early data: 0-RTT is off.")
                    .doesNotContain("replay  ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void tellsAProgramThatTheSameFlightWasAcceptedTwice(String maker) throws Exception {
        try (ForeignServer server = server(maker, true)) {
            assertThat(probe(server, "--json")).as("%s", said()).isEqualTo(Probe.ACCEPTED_TWICE);
            JsonNode found = json();
            assertThat(found.path("handshake").path("status").asInt(0)).isEqualTo(200);
            assertThat(found.path("certificate").path("trusted").asBoolean(false)).isTrue();
            assertThat(found.path("tickets").path("maxEarlyDataBytes").asInt(0)).isPositive();
            assertThat(found.path("resumption").path("resumed").asBoolean(false)).isTrue();
            assertThat(found.path("earlyData").path("accepted").asBoolean(false)).isTrue();
            assertThat(found.path("replay").path("outcome").asString("")).isEqualTo("accepted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void tellsAProgramThatEarlyDataIsOff(String maker) throws Exception {
        try (ForeignServer server = server(maker, false)) {
            assertThat(probe(server, "--json")).as("%s", said()).isEqualTo(Probe.EXAMINED);
            JsonNode found = json();
            assertThat(found.path("tickets").path("maxEarlyDataBytes").asInt(-1)).isZero();
            assertThat(found.path("resumption").path("resumed").asBoolean(false)).isTrue();
            assertThat(found.path("earlyData").isNull()).isTrue();
            assertThat(found.path("replay").isNull()).isTrue();
            assertThat(found.path("findings").toString()).contains("0-RTT is off");
        }
    }

    private ForeignServer server(String maker, boolean earlyData) throws Exception {
        return maker.equals("nginx")
                ? ForeignServer.nginx(folder, earlyData)
                : ForeignServer.haproxy(folder, earlyData);
    }

    private JsonNode json() {
        return JsonMapper.builder().build().readTree(said());
    }

    @Test
    void saysWhyThereIsNoHandshake() throws Exception {
        try (ServerSocket hangsUp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUp(hangsUp));
            assertThat(run("localhost:" + hangsUp.getLocalPort())).isEqualTo(Probe.NO_HANDSHAKE);
        }
        assertThat(said()).contains("handshake    none", "- ");
    }

    @Test
    void tellsAHandshakeFromARequestThatIsNotAnswered() throws Exception {
        try (ResettingServer server = new ResettingServer()) {
            assertThat(run("localhost:" + server.port())).as("%s", said()).isZero();
        }
        assertThat(said()).contains("handshake    TLSv1.3", "- The request was not answered: the server cut")
                .doesNotContain("no handshake");
    }

    @Test
    void waitsForAnEarlyAnswerAsLongAsThisServerTakes() throws Exception {
        try (ForeignServer nginx = ForeignServer.nginx(folder, true);
                FarAway front = new FarAway(nginx.port, Duration.ofMillis(1_300))) {
            assertThat(run("127.0.0.1:" + front.port(), "--server-name", ForeignServer.HOST, "--ca",
                    nginx.authority.toString(), "--json")).as("%s", said()).isEqualTo(Probe.ACCEPTED_TWICE);
            JsonNode early = json().path("earlyData");
            assertThat(early.path("answeredBeforeFinished").asBoolean(false)).as("%s", said()).isTrue();
            assertThat(early.path("heldMillis").asLong(0)).isGreaterThanOrEqualTo(3 * 1_300);
        }
    }

    @Test
    void saysWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run("127.0.0.1:" + port)).isEqualTo(Probe.NO_HANDSHAKE);
        assertThat(said()).contains("127.0.0.1:" + port + " cannot be reached");
    }

    @Test
    void findsANameBelowLocalhostOnThisMachine() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run("demo.localhost:" + port)).isEqualTo(1);
        assertThat(said()).contains("demo.localhost:" + port + " cannot be reached: Connection refused");
    }

    @Test
    void saysThatANameHasNoAddress() {
        assertThat(run("nobody.invalid:443")).isEqualTo(1);
        assertThat(said()).contains("nobody.invalid:443 cannot be reached: no address is known for nobody.invalid");
    }

    @Test
    void givesUpOnAServerThatSaysNothing() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("127.0.0.1:" + silent.getLocalPort(), "--timeout", "1")).isEqualTo(Probe.NO_HANDSHAKE);
        }
        assertThat(said()).contains("the server says nothing");
    }

    @Test
    void refusesACommandLineThatMakesNoSense() {
        for (List<String> wrong : List.of(List.<String>of(), List.of("a:b"), List.of("a:0"), List.of("a:65536"),
                List.of(":443"), List.of("a", "b"), List.of("a", "--nothing"), List.of("a", "--timeout"),
                List.of("a", "--timeout", "0"), List.of("a", "--path", "no-slash"),
                List.of("a", "--path", "/ HTTP/1.1"), List.of("a", "--ca", "/there/is/no/such/file"))) {
            err.reset();
            assertThat(run(wrong.toArray(String[]::new))).as("%s", wrong).isEqualTo(Probe.USAGE);
            assertThat(err.toString(UTF_8)).contains("Usage: postern probe HOST[:PORT]");
        }
        assertThat(said()).isEmpty();
    }

    @Test
    void understandsAddresses() {
        assertThat(ProbeTarget.parse(List.of("a.example"))).extracting(ProbeTarget::host, ProbeTarget::port)
                .containsExactly("a.example", 443);
        assertThat(ProbeTarget.parse(List.of("[::1]:8443"))).extracting(ProbeTarget::host, ProbeTarget::port)
                .containsExactly("::1", 8443);
        assertThat(ProbeTarget.parse(List.of("--json", "a:1", "--server-name", "b")))
                .extracting(ProbeTarget::serverName, ProbeTarget::json).containsExactly("b", true);
    }

    private int probe(ForeignServer server, String... more) {
        List<String> arguments = new ArrayList<>(List.of("127.0.0.1:" + server.port, "--server-name",
                ForeignServer.HOST, "--ca", server.authority.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Probe.run(List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String said() {
        return out.toString(UTF_8);
    }

    private static void hangUp(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().read();
        } catch (IOException over) {
            // the probe left first
        }
    }
}
