package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What was chosen from a ClientHello, before tickets are looked at.
///
/// @param config           of this host
/// @param hello            the hello that is answered: the second one after a HelloRetryRequest
/// @param cipherSuite      chosen
/// @param share            the client's share of the chosen group
/// @param protocol         the chosen ALPN protocol, or null
/// @param transcript       everything before `hello`; the hello itself is added when the flight is written
/// @param earlyDataOffered by the first hello
/// @param helloRetried     whether a HelloRetryRequest was sent
/// @param droppedPsks      what the first hello offered and this one does not any more
record Negotiation(TlsServerConfig config, ReceivedHello hello, CipherSuite cipherSuite, KeyShareEntry share,
        @Nullable String protocol, TranscriptHash transcript, boolean earlyDataOffered, boolean helloRetried,
        List<PskIdentity> droppedPsks) {

    SuiteParameters parameters() {
        return SuiteParameters.of(cipherSuite).orElseThrow();
    }

    /// How many tickets the client gets, if it can use any.
    int ticketCount(boolean resumed) {
        TicketPolicy policy = config.tickets();
        // RFC 9149 3: one count for new sessions, one for those that resume
        return hello.ticketRequest()
                .map(wish -> policy.onRequest(resumed ? wish.resumptionCount() : wish.newSessionCount()))
                .orElse(policy.count());
    }

    List<PskIdentity> identities() {
        return hello.psks().map(OfferedPsks::identities).orElse(List.of());
    }

    SecretLog secretLog() {
        return new SecretLog(config.keyLog()::log, hello.random());
    }
}
