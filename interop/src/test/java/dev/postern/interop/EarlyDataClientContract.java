package dev.postern.interop;

import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.matrix.Case;
import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientPeer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.peer.PeerReport;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.psk.PolicyDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that can be told to send early data, too.
abstract class EarlyDataClientContract extends KeyUpdatingClientContract {
    private static final String EARLY = "early line\n";
    /// What both ends speak when the ticket is issued, and what else the client can speak.
    private static final String FIRST = "postern-first";
    private static final String LATER = "postern-later";

    EarlyDataClientContract(ClientPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.EARLY_DATA_ACCEPTED)
    void sendsEarlyDataThatWeAccept() {
        Scenario scenario = new Scenario();
        Exchange exchange = resumedExchange(scenario, scenario.takingEarlyData().build(), run -> run.early(EARLY));

        assertThat(exchange.ours().earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
        assertThat(exchange.ours().earlyText()).isEqualTo(EARLY);
        assertThat(exchange.ours().earlyBytes()).isEqualTo(EARLY.length());
        assertThat(exchange.theirs().earlyData()).as(exchange.theirs().output())
                .isEqualTo(PeerReport.EarlyData.ACCEPTED);
        assertThat(exchange.theirs().output()).as("our half-RTT answer").contains(EARLY);
    }

    /// Why we refuse the early data of the second connection, after the first one got a ticket for it.
    enum Refusal implements Case {
        DISABLED(EarlyDataReason.DISABLED, "policy"),
        REPLAY(EarlyDataReason.REPLAY, "replay"),
        OLD_TICKET(EarlyDataReason.TICKET_AGE_SKEW, "age"),
        OTHER_SUITE(EarlyDataReason.CIPHER_SUITE_MISMATCH, "cipher suite"),
        OTHER_POLICY(EarlyDataReason.POLICY_DIGEST, "policy"),
        FULL_HANDSHAKE(EarlyDataReason.SESSION_NOT_RESUMED, "full handshake"),
        OTHER_PROTOCOL(EarlyDataReason.ALPN_MISMATCH, "ALPN"),
        HELLO_RETRY(EarlyDataReason.HELLO_RETRY_REQUEST, "HelloRetryRequest");

        private final EarlyDataReason reason;
        private final String sort;

        Refusal(EarlyDataReason reason, String sort) {
            this.reason = reason;
            this.sort = sort;
        }

        @Override
        public String shows() {
            return sort;
        }

        EarlyDataReason reason() {
            return reason;
        }

        /// What the first connection had, but for what this refusal is about.
        ServerSettings settings(TlsServerConfig.Builder config) {
            return switch (this) {
                case DISABLED -> Scenario.settings(
                        config.earlyData(new EarlyDataPolicy(4096, false, Duration.ofSeconds(10))).build());
                case REPLAY -> Scenario.settings(config.build())
                        .judge(offer -> new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY));
                case OLD_TICKET -> Scenario.settings(config.build())
                        .time(() -> System.currentTimeMillis() + Duration.ofMinutes(1).toMillis());
                // The same hash as the suite that the first connection used: the ticket resumes, its early data does not.
                case OTHER_SUITE -> Scenario.settings(
                        config.cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256)).build());
                case OTHER_POLICY -> Scenario.settings(config.earlyDataDigest(otherDigest()).build());
                case FULL_HANDSHAKE -> Scenario.settings(config.policyDigest(otherDigest()).build());
                case OTHER_PROTOCOL -> Scenario.settings(config.applicationProtocols(LATER).build());
                case HELLO_RETRY -> Scenario.settings(config.groups(List.of(NamedGroup.SECP384R1)).build());
            };
        }

        private static PolicyDigest otherDigest() {
            byte[] digest = new byte[PolicyDigest.BYTES];
            Arrays.fill(digest, (byte) 1);
            return new PolicyDigest(digest);
        }
    }

    /// The refusals that this client copes with: all of them, unless it has a fault of its own.
    Set<Refusal> refusals() {
        return EnumSet.allOf(Refusal.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Shows(Mode.EARLY_DATA_REFUSED)
    void goesOnWhenWeRefuseItsEarlyData(Refusal refusal) {
        Scenario scenario = new Scenario();
        Exchange exchange = secondExchange(scenario,
                Scenario.settings(scenario.takingEarlyData().applicationProtocols(FIRST).build()),
                refusal.settings(scenario.takingEarlyData()), run -> earlyRun(run, refusal));

        assertThat(exchange.ours().earlyData()).isEqualTo(refusal.reason);
        assertThat(exchange.ours().session().resumed()).isEqualTo(refusal != Refusal.FULL_HANDSHAKE);
        assertThat(exchange.ours().earlyText()).isEmpty();
        assertThat(exchange.theirs().earlyData()).as(exchange.theirs().output())
                .isEqualTo(PeerReport.EarlyData.REFUSED);
    }

    /// The refusals that this client cannot bear.
    Set<Refusal> intolerable() {
        return EnumSet.noneOf(Refusal.class);
    }

    /// It may say why in an alert; when that is encrypted like the data that we refused, we cannot read it.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("intolerable")
    @Shows(Mode.EARLY_DATA_REFUSAL_NOT_BORNE)
    void leavesWhenWeRefuseItsEarlyData(Refusal refusal) {
        Scenario scenario = new Scenario();
        try (EngineServer server = scenario.server(
                Scenario.settings(scenario.takingEarlyData().applicationProtocols(FIRST).build()),
                refusal.settings(scenario.takingEarlyData()))) {
            PeerReport theirs = peer()
                    .run(earlyRun(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile()), refusal));
            server.nextConnection().awaitEnd();
            EngineJournal ours = server.nextConnection().awaitEnd();

            assertThat(theirs.tls13()).as(theirs.output()).isFalse();
            assertThat(ours.failure()).as(ours.toString()).isPresent();
            assertThat(ours.earlyText()).isEmpty();
        }
    }

    private ClientRun earlyRun(ClientRun run, Refusal refusal) {
        return switch (refusal) {
            case OTHER_PROTOCOL -> run.protocols(FIRST, LATER).early(EARLY);
            // The peer's own first group is one that the server of the second connection does not want only then.
            case HELLO_RETRY -> run.groups(retryGroups()).early(EARLY);
            case DISABLED, REPLAY, OLD_TICKET, OTHER_SUITE, OTHER_POLICY, FULL_HANDSHAKE -> run.early(EARLY);
        };
    }

    /// We told it of more than what our ticket says, so that it sends too much without knowing.
    @Test
    @Shows(value = Mode.EARLY_DATA_REFUSED, cases = "too much")
    void isCutOffWhenItSendsTooMuch() {
        Scenario scenario = new Scenario(EARLY.length() - 1);
        try (EngineServer server = scenario.server(Scenario.settings(scenario.takingEarlyData().build()))) {
            PeerReport theirs = peer()
                    .run(ClientRun.to(server.port(), Scenario.AUTHORITY.rootFile()).early(EARLY));
            server.nextConnection().awaitEnd();
            EngineJournal ours = server.nextConnection().awaitEnd();

            assertThat(ours.failure()).hasValueSatisfying(alert -> assertThat(alert.description()).as(ours.toString())
                    .isEqualTo(AlertDescription.UNEXPECTED_MESSAGE));
            assertThat(ours.earlyText()).isEmpty();
            assertThat(theirs.alert()).as(theirs.output()).isPresent();
        }
    }
}
