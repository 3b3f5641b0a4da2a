package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.psk.PolicyDigest;
import dev.postern.tls.psk.TicketState;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Whether early data may be let in, as far as one connection can tell. What needs the memory of many connections is asked afterwards
/// ([dev.postern.tls.Pause.JudgeEarlyData]).
sealed interface EarlyDataDecision {

    /// The client sends none.
    record NotOffered() implements EarlyDataDecision {}

    /// Skip it; the handshake goes on, and the ticket may still resume.
    record Refuse(EarlyDataReason reason) implements EarlyDataDecision {}

    /// Every check of ours passed.
    ///
    /// @param maxBytes      what the ticket allows
    /// @param ageSkewMillis see [FreshnessWindow#ageSkewMillis]
    record Judge(long maxBytes, long ageSkewMillis) implements EarlyDataDecision {}

    /// The hello's side of the question.
    ///
    /// @param offered          whether the first hello carried `early_data`
    /// @param helloRetried     whether a HelloRetryRequest was sent
    /// @param identities       how many tickets it offered
    /// @param serverName       canonical, or null
    /// @param cipherSuite      selected
    /// @param protocol         selected ALPN protocol, or null
    record Hello(boolean offered, boolean helloRetried, int identities, @Nullable String serverName,
            CipherSuite cipherSuite, @Nullable String protocol) {}

    /// The selected ticket's side; its binder is verified.
    ///
    /// @param index               its place among the identities
    /// @param obfuscatedTicketAge as sent with it
    record SelectedTicket(int index, int obfuscatedTicketAge, TicketState state) {}

    /// The host's side.
    ///
    /// @param accept             whether early data is let in at all
    /// @param asksForCertificate whether the host authenticates clients
    /// @param digest             over ALPN and early-data policy
    /// @param maxBytes           the most we ever let in
    /// @param window             freshness
    record Policy(boolean accept, boolean asksForCertificate, PolicyDigest digest, long maxBytes,
            FreshnessWindow window) {}

    /// The checks, in order; the first that fails names the reason.
    ///
    /// @param ticket null when none was selected
    static EarlyDataDecision of(Hello hello, @Nullable SelectedTicket ticket, Policy policy, long nowMillis) {
        if (!hello.offered()) {
            return new NotOffered();
        }
        if (hello.helloRetried()) {
            // RFC 9846 4.3.10: the server then ignores early data by skipping
            return new Refuse(EarlyDataReason.HELLO_RETRY_REQUEST);
        }
        if (ticket == null) {
            return new Refuse(hello.identities() == 0
                    ? EarlyDataReason.NO_SESSION_OFFERED
                    : EarlyDataReason.SESSION_NOT_RESUMED);
        }
        EarlyDataReason refusal = refusal(hello, ticket, policy);
        if (refusal != null) {
            return new Refuse(refusal);
        }
        TicketState state = ticket.state();
        long skewMillis = FreshnessWindow.ageSkewMillis(ticket.obfuscatedTicketAge(), state.ageAdd(),
                state.issuedAtMillis(), state.roundTripMillis(), nowMillis);
        // RFC 9846 4.3.10: a server MUST validate that the ticket age is within a small tolerance, else reject 0-RTT
        return policy.window().contains(skewMillis)
                ? new Judge(state.maxEarlyDataBytes(), skewMillis)
                : new Refuse(EarlyDataReason.TICKET_AGE_SKEW);
    }

    private static @Nullable EarlyDataReason refusal(Hello hello, SelectedTicket ticket, Policy policy) {
        TicketState state = ticket.state();
        if (ticket.index() != 0) {
            // RFC 9846 4.3.10: the server MUST have selected the first key offered
            return EarlyDataReason.FIRST_IDENTITY_NOT_SELECTED;
        }
        if (policy.asksForCertificate()) {
            // Before what follows from it: such a host issues and accepts none.
            return EarlyDataReason.CLIENT_AUTH;
        }
        if (state.maxEarlyDataBytes() == 0 || state.maxEarlyDataBytes() > policy.maxBytes()) {
            return EarlyDataReason.UNSUPPORTED_FOR_SESSION;
        }
        if (!policy.accept()) {
            return EarlyDataReason.DISABLED;
        }
        // RFC 9846 4.3.10: it MUST verify that cipher suite and ALPN protocol are the same as those of the PSK
        if (!state.cipherSuite().equals(hello.cipherSuite())) {
            return EarlyDataReason.CIPHER_SUITE_MISMATCH;
        }
        if (!Objects.equals(state.applicationProtocol(), hello.protocol())) {
            return EarlyDataReason.ALPN_MISMATCH;
        }
        if (!Objects.equals(state.serverName(), hello.serverName())) {
            return EarlyDataReason.SERVER_NAME_MISMATCH;
        }
        return state.earlyDataDigest().equals(policy.digest()) ? null : EarlyDataReason.POLICY_DIGEST;
    }
}
