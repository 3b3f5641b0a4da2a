package dev.postern.gateway.scenario;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Every outcome of early data that one gateway can bring about, each from its own cause over a real connection, and beside each refusal what
/// is accepted next to it. The word is the same in the meter, the log, the actuator and REST.
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ReasonsOfOneGatewayTest {
    private static final String HOST = "early.localhost";
    private static final String ALIAS = "alias.localhost";
    private static final String GUARDED = "guarded.localhost";
    private static final String REFUSED = "/refused";
    private static final String ACCEPTED = "/accepted";
    private static final int MOST_EARLY_BYTES = 16_384;
    private static final int MOST_UNCONFIRMED = 3;
    private static final Map<String, ?> ON = Map.of("issueMaxBytes", MOST_EARLY_BYTES, "accept", true);
    private static final MovableClock CLOCK = new MovableClock();
    @TempDir
    static Path folder;
    private static ScriptedUpstream upstream;
    private static OperatedGateway gateway;
    private static FirstFlights flights;
    private static String host;

    private final Map<EarlyDataReason, Cause> causes = new EnumMap<>(EarlyDataReason.class);

    /// Brings an outcome about, and then the acceptance beside it.
    private interface Cause {
        void bring(EarlyDataWords words) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.answering(EarlyClients.ANSWER);
        gateway = new OperatedGateway(folder, CLOCK, EarlyDataWords.LOGGED,
                // A slow machine must not decide what these tests are about.
                "--postern.replay.budget=20s", "--postern.replay.window=2h", "--postern.limits.confirmation=5m",
                "--postern.early-data.max-unconfirmed=" + MOST_UNCONFIRMED);
        String certificate = gateway.certificate("all",
                DevelopmentAuthority.create(Instant.now()).issue(List.of(HOST, ALIAS, GUARDED)));
        host = gateway.host(HOST, certificate, Map.of("serverNames", List.of(HOST, ALIAS), "earlyData", ON));
        String aware = gateway.upstream("aware", upstream.port(), true);
        gateway.route(host, "/", aware, "allow");
        gateway.route(host, "/hold", aware, "hold");
        gateway.host(GUARDED, certificate, Map.of("earlyData", ON, "tls", Map.of("clientAuth", "request",
                "trustBundleId", gateway.trustBundle("clients", new ClientAuthority().pem()))));
        flights = new FirstFlights(gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @AfterEach
    void nothingThatWasRefusedReachedTheUpstream() {
        List<String> heads = new ArrayList<>();
        upstream.heads.drainTo(heads);
        assertThat(heads).noneMatch(head -> head.contains(REFUSED));
    }

    static Stream<EarlyDataReason> reasons() {
        return ReasonScene.ONE_GATEWAY.reasons();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    @EarlyDataRule("5.3")
    void comesFromItsOwnCauseAndHasOneWordEverywhere(EarlyDataReason reason, CapturedOutput log) throws Exception {
        policies();
        operators();
        clients();
        attackers();
        Objects.requireNonNull(causes.get(reason), "nothing here brings it about")
                .bring(new EarlyDataWords(gateway, log));
    }

    private static void change(Map<String, ?> earlyData) {
        gateway.patch("/api/v1/hosts/" + host, Map.of("earlyData", earlyData));
    }

    private static byte[] refused() throws Exception {
        return flights.honest(HOST, REFUSED);
    }

    private static void accepts(EarlyDataWords words) throws Exception {
        words.are(EarlyDataReason.ACCEPTED, flights.honest(HOST, ACCEPTED));
    }

    private void policies() {
        causes.put(EarlyDataReason.DISABLED, words -> {
            byte[] before = refused();
            byte[] other = flights.honest(HOST, ACCEPTED);
            change(Map.of("accept", false));
            words.are(EarlyDataReason.DISABLED, before);
            change(Map.of("accept", true));
            words.are(EarlyDataReason.ACCEPTED, other);
        });
        causes.put(EarlyDataReason.UNSUPPORTED_FOR_SESSION, words -> {
            change(Map.of("issueMaxBytes", 0));
            ClientSession before = flights.ticket(HOST);
            assertThat(before.maxEarlyDataBytes()).isZero();
            change(ON);
            words.are(EarlyDataReason.UNSUPPORTED_FOR_SESSION,
                    FirstFlights.with(AlteredTicket.allowing(before, MOST_EARLY_BYTES), REFUSED));
            accepts(words);
        });
        causes.put(EarlyDataReason.POLICY_DIGEST, words -> {
            byte[] before = refused();
            change(Map.of("issueMaxBytes", MOST_EARLY_BYTES / 2));
            words.are(EarlyDataReason.POLICY_DIGEST, before);
            accepts(words);
            change(ON);
        });
        causes.put(EarlyDataReason.SHADOW, words -> {
            change(Map.of("acceptPercent", 0));
            words.are(EarlyDataReason.SHADOW, refused());
            change(Map.of("acceptPercent", 100));
            accepts(words);
        });
        causes.put(EarlyDataReason.CLIENT_AUTH, words -> {
            words.are(EarlyDataReason.CLIENT_AUTH, FirstFlights
                    .with(AlteredTicket.allowing(flights.ticket(GUARDED), MOST_EARLY_BYTES), REFUSED));
            accepts(words);
        });
    }

    private void operators() {
        causes.put(EarlyDataReason.KILL_SWITCH, words -> {
            byte[] other = flights.honest(HOST, ACCEPTED);
            gateway.killSwitch(true);
            words.are(EarlyDataReason.KILL_SWITCH, refused());
            gateway.killSwitch(false);
            words.are(EarlyDataReason.ACCEPTED, other);
        });
        causes.put(EarlyDataReason.SESSION_NOT_RESUMED, words -> {
            byte[] before = refused();
            gateway.revokeTicketKeys();
            words.are(EarlyDataReason.SESSION_NOT_RESUMED, before);
            accepts(words);
        });
        causes.put(EarlyDataReason.OVERLOAD, words -> {
            byte[] tooMany = refused();
            byte[] later = flights.honest(HOST, ACCEPTED);
            long before = EarlyFleet.count(gateway, EarlyDataReason.ACCEPTED.label());
            List<Socket> unconfirmed = new ArrayList<>();
            for (int i = 0; i < MOST_UNCONFIRMED; i++) {
                unconfirmed.add(EarlyFleet.send(flights.honest(HOST, ACCEPTED), gateway));
            }
            words.are(EarlyDataReason.OVERLOAD, tooMany);
            for (Socket one : unconfirmed) {
                one.close();
            }
            Await.equal(before + MOST_UNCONFIRMED,
                    () -> EarlyFleet.count(gateway, EarlyDataReason.ACCEPTED.label()));
            words.are(EarlyDataReason.ACCEPTED, later);
        });
    }

    private void clients() {
        causes.put(EarlyDataReason.NOT_OFFERED,
                words -> words.are(EarlyDataReason.NOT_OFFERED, FirstFlights.first(HOST)));
        causes.put(EarlyDataReason.ACCEPTED, ReasonsOfOneGatewayTest::accepts);
        causes.put(EarlyDataReason.HELLO_RETRY_REQUEST, words -> {
            words.are(EarlyDataReason.HELLO_RETRY_REQUEST,
                    FirstFlights.with(flights.tickets(HOST), REFUSED,
                            client -> client.groups(List.of(NamedGroup.SECP521R1, NamedGroup.X25519))
                                    .keyShareGroups(List.of(NamedGroup.SECP521R1))));
            words.are(EarlyDataReason.ACCEPTED,
                    FirstFlights.with(flights.tickets(HOST), ACCEPTED,
                            client -> client.groups(List.of(NamedGroup.SECP521R1, NamedGroup.X25519))
                                    .keyShareGroups(List.of(NamedGroup.X25519))));
        });
        causes.put(EarlyDataReason.CIPHER_SUITE_MISMATCH, words -> {
            CipherSuite sameHash = CipherSuite.TLS_CHACHA20_POLY1305_SHA256;
            words.are(EarlyDataReason.CIPHER_SUITE_MISMATCH,
                    FirstFlights.with(List.of(AlteredTicket.ofSuite(flights.ticket(HOST), sameHash)), REFUSED,
                            client -> client.cipherSuites(List.of(sameHash))));
            accepts(words);
        });
        causes.put(EarlyDataReason.ALPN_MISMATCH, words -> {
            words.are(EarlyDataReason.ALPN_MISMATCH,
                    FirstFlights.with(List.of(AlteredTicket.ofProtocol(flights.ticket(HOST), "h2")), REFUSED,
                            client -> client.applicationProtocols("h2")));
            accepts(words);
        });
        causes.put(EarlyDataReason.SERVER_NAME_MISMATCH, words -> {
            words.are(EarlyDataReason.SERVER_NAME_MISMATCH,
                    FirstFlights.with(AlteredTicket.ofServerName(flights.ticket(HOST), ALIAS), REFUSED));
            words.are(EarlyDataReason.ACCEPTED, flights.honest(ALIAS, ACCEPTED));
        });
        causes.put(EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED, words -> {
            List<ClientSession> old = flights.tickets(HOST);
            words.are(EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED, FirstFlights
                    .with(List.of(AlteredTicket.damaged(old.getFirst()), old.getLast()), REFUSED, client -> client));
            List<ClientSession> other = flights.tickets(HOST);
            words.are(EarlyDataReason.ACCEPTED, FirstFlights.with(
                    List.of(other.getFirst(), AlteredTicket.damaged(other.getLast())), ACCEPTED, client -> client));
        });
    }

    private void attackers() {
        causes.put(EarlyDataReason.PROTOCOL_VERSION, words -> {
            words.are(EarlyDataReason.PROTOCOL_VERSION,
                    FirstFlights.without(FirstFlights.SUPPORTED_VERSIONS, refused()));
            accepts(words);
        });
        causes.put(EarlyDataReason.NO_SESSION_OFFERED, words -> {
            words.are(EarlyDataReason.NO_SESSION_OFFERED,
                    FirstFlights.without(FirstFlights.PRE_SHARED_KEY, refused()));
            accepts(words);
        });
        causes.put(EarlyDataReason.REPLAY, words -> {
            byte[] captured = flights.honest(HOST, ACCEPTED);
            words.are(EarlyDataReason.ACCEPTED, captured);
            words.are(EarlyDataReason.REPLAY, captured);
        });
        causes.put(EarlyDataReason.TICKET_AGE_SKEW, words -> {
            byte[] keptBack = refused();
            CLOCK.pass(Duration.ofHours(3));
            words.are(EarlyDataReason.TICKET_AGE_SKEW, keptBack);
            accepts(words);
        });
        causes.put(EarlyDataReason.OVER_LIMIT, words -> {
            words.are(EarlyDataReason.OVER_LIMIT, FirstFlights.with(
                    AlteredTicket.allowing(flights.ticket(HOST), 2 * MOST_EARLY_BYTES), "/hold" + REFUSED, 20_000));
            words.are(EarlyDataReason.ACCEPTED,
                    FirstFlights.with(flights.ticket(HOST), "/hold" + ACCEPTED, 16_000));
        });
    }
}
