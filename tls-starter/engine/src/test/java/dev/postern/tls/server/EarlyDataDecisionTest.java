package dev.postern.tls.server;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.psk.PolicyDigest;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.server.EarlyDataDecision.Hello;
import dev.postern.tls.server.EarlyDataDecision.Policy;
import dev.postern.tls.server.EarlyDataDecision.SelectedTicket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

class EarlyDataDecisionTest {
    private static final long NOW = 1_000_000;
    private static final PolicyDigest DIGEST = new PolicyDigest(new byte[32]);
    private static final TicketState STATE = state(16_384, DIGEST);
    private static final Hello HELLO = new Hello(true, false, 1, "a.example", CipherSuite.TLS_AES_128_GCM_SHA256,
            "h2");
    private static final Policy POLICY = new Policy(true, false, DIGEST, 16_384, new FreshnessWindow(10_000));

    private static TicketState state(long maxEarlyDataBytes, PolicyDigest digest) {
        return new TicketState(CipherSuite.TLS_AES_128_GCM_SHA256, Secret.wrap(new byte[32]), NOW - 5_000, NOW - 5_000,
                7_200, 0, maxEarlyDataBytes, "a.example", "h2", digest, digest, 1, 0, CertificateChain.EMPTY);
    }

    private static EarlyDataDecision decide(Hello hello, TicketState state, Policy policy) {
        return EarlyDataDecision.of(hello, new SelectedTicket(0, 5_000, state), policy, NOW);
    }

    private static EarlyDataDecision decide(UnaryOperator<Hello> change) {
        return decide(change.apply(HELLO), STATE, POLICY);
    }

    private static EarlyDataDecision refused(EarlyDataReason reason) {
        return new EarlyDataDecision.Refuse(reason);
    }

    @Test
    @EarlyDataRule("5.3")
    void asksTheJudgeWhenEverythingFits() {
        assertThat(decide(HELLO, STATE, POLICY)).isEqualTo(new EarlyDataDecision.Judge(16_384, 0));
    }

    @Test
    void decidesNothingWhenNothingIsOffered() {
        assertThat(decide(h -> new Hello(false, false, 1, h.serverName(), h.cipherSuite(), h.protocol())))
                .isEqualTo(new EarlyDataDecision.NotOffered());
    }

    @Test
    void refusesAfterAHelloRetryRequest() {
        assertThat(decide(h -> new Hello(true, true, 1, h.serverName(), h.cipherSuite(), h.protocol())))
                .isEqualTo(refused(EarlyDataReason.HELLO_RETRY_REQUEST));
    }

    @Test
    void refusesWithoutAnySession() {
        Hello bare = new Hello(true, false, 0, "a.example", HELLO.cipherSuite(), "h2");
        assertThat(EarlyDataDecision.of(bare, null, POLICY, NOW))
                .isEqualTo(refused(EarlyDataReason.NO_SESSION_OFFERED));
        assertThat(EarlyDataDecision.of(HELLO, null, POLICY, NOW))
                .isEqualTo(refused(EarlyDataReason.SESSION_NOT_RESUMED));
    }

    @Test
    void refusesUnlessTheFirstIdentityWasSelected() {
        assertThat(EarlyDataDecision.of(HELLO, new SelectedTicket(1, 5_000, STATE), POLICY, NOW))
                .isEqualTo(refused(EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED));
    }

    @Test
    void refusesWhatTheTicketDoesNotAllow() {
        assertThat(decide(HELLO, state(0, DIGEST), POLICY))
                .isEqualTo(refused(EarlyDataReason.UNSUPPORTED_FOR_SESSION));
    }

    @Test
    void refusesATicketThatAllowsMoreThanWeBufferNow() {
        assertThat(decide(HELLO, state(16_385, DIGEST), POLICY))
                .isEqualTo(refused(EarlyDataReason.UNSUPPORTED_FOR_SESSION));
    }

    @Test
    void refusesWhenTheHostDoes() {
        assertThat(decide(HELLO, STATE, new Policy(false, false, DIGEST, 16_384, POLICY.window())))
                .isEqualTo(refused(EarlyDataReason.DISABLED));
    }

    @Test
    void refusesAnotherSuiteEvenWithTheSameHash() {
        assertThat(decide(h -> new Hello(true, false, 1, h.serverName(), CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                h.protocol()))).isEqualTo(refused(EarlyDataReason.CIPHER_SUITE_MISMATCH));
    }

    @Test
    void refusesAnotherApplicationProtocol() {
        assertThat(decide(h -> new Hello(true, false, 1, h.serverName(), h.cipherSuite(), null)))
                .isEqualTo(refused(EarlyDataReason.ALPN_MISMATCH));
    }

    @Test
    void refusesAnotherServerName() {
        assertThat(decide(h -> new Hello(true, false, 1, "b.example", h.cipherSuite(), h.protocol())))
                .isEqualTo(refused(EarlyDataReason.SERVER_NAME_MISMATCH));
    }

    @Test
    void refusesWhereClientsAuthenticate() {
        assertThat(decide(HELLO, STATE, new Policy(true, true, DIGEST, 16_384, POLICY.window())))
                .isEqualTo(refused(EarlyDataReason.CLIENT_AUTH));
    }

    @Test
    @EarlyDataRule("2.6")
    void refusesWhenTheEarlyDataPolicyChanged() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(decide(HELLO, STATE, new Policy(true, false, new PolicyDigest(other), 16_384, POLICY.window())))
                .isEqualTo(refused(EarlyDataReason.POLICY_DIGEST));
    }

    /// Everything is wrong at first, and mended in the order of the rules.
    @Test
    @EarlyDataRule("5.3")
    void namesTheFirstRuleThatFails() {
        byte[] changed = new byte[32];
        changed[0] = 1;
        Hello hello = new Hello(true, true, 0, "b.example", CipherSuite.TLS_CHACHA20_POLY1305_SHA256, null);
        SelectedTicket ticket = new SelectedTicket(1, 90_000, state(0, new PolicyDigest(changed)));
        Policy policy = new Policy(false, true, DIGEST, 16_384, POLICY.window());
        List<EarlyDataReason> named = new ArrayList<>();

        named.add(reason(hello, null, policy));
        hello = new Hello(true, false, 0, hello.serverName(), hello.cipherSuite(), null);
        named.add(reason(hello, null, policy));
        named.add(reason(hello, ticket, policy));
        ticket = new SelectedTicket(0, 90_000, ticket.state());
        named.add(reason(hello, ticket, policy));
        policy = new Policy(false, false, DIGEST, 16_384, POLICY.window());
        named.add(reason(hello, ticket, policy));
        ticket = new SelectedTicket(0, 90_000, state(16_384, new PolicyDigest(changed)));
        named.add(reason(hello, ticket, policy));
        policy = POLICY;
        named.add(reason(hello, ticket, policy));
        hello = new Hello(true, false, 0, "b.example", HELLO.cipherSuite(), null);
        named.add(reason(hello, ticket, policy));
        hello = new Hello(true, false, 0, "b.example", HELLO.cipherSuite(), "h2");
        named.add(reason(hello, ticket, policy));
        named.add(reason(HELLO, ticket, policy));
        named.add(reason(HELLO, new SelectedTicket(0, 90_000, STATE), POLICY));

        assertThat(named).containsExactly(EarlyDataReason.HELLO_RETRY_REQUEST, EarlyDataReason.NO_SESSION_OFFERED,
                EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED, EarlyDataReason.CLIENT_AUTH,
                EarlyDataReason.UNSUPPORTED_FOR_SESSION, EarlyDataReason.DISABLED,
                EarlyDataReason.CIPHER_SUITE_MISMATCH, EarlyDataReason.ALPN_MISMATCH,
                EarlyDataReason.SERVER_NAME_MISMATCH, EarlyDataReason.POLICY_DIGEST,
                EarlyDataReason.TICKET_AGE_SKEW);
    }

    private static EarlyDataReason reason(Hello hello, @Nullable SelectedTicket ticket, Policy policy) {
        return ((EarlyDataDecision.Refuse) EarlyDataDecision.of(hello, ticket, policy, NOW)).reason();
    }

    @Test
    void refusesAHelloThatIsNotFreshToTheMillisecond() {
        assertThat(EarlyDataDecision.of(HELLO, new SelectedTicket(0, 5_000, STATE), POLICY, NOW + 10_000))
                .isEqualTo(new EarlyDataDecision.Judge(16_384, -10_000));
        assertThat(EarlyDataDecision.of(HELLO, new SelectedTicket(0, 5_000, STATE), POLICY, NOW + 10_001))
                .isEqualTo(refused(EarlyDataReason.TICKET_AGE_SKEW));
    }
}
