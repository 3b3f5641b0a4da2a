package dev.postern.tls.netty;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.psk.TicketVerdict;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A server's policy for one connection: the engine's configuration, and whom to ask what the engine cannot know.
///
/// @param name    of the host, for reports and metrics
/// @param config  how the handshake is made
/// @param tickets opens tickets
/// @param judge   says whether an early hello was seen before
/// @param judgeBudget how long the judge may take; after it early data is refused as
///     [EarlyDataReason#REPLAY_STORE_TIMEOUT]
/// @param clients judges client certificates
/// @param deadlines stricter than the listener's, or null where those hold
public record TlsPolicy(String name, TlsServerConfig config, TicketOpener tickets, EarlyDataJudge judge,
        Duration judgeBudget, PeerVerifier clients, @Nullable HandshakeDeadlines deadlines) {

    public static final Duration DEFAULT_JUDGE_BUDGET = Duration.ofMillis(3);

    /// Opens a ticket of ours. May ask a store.
    @FunctionalInterface
    public interface TicketOpener {
        /// For servers that issue no tickets.
        TicketOpener NONE = ticket -> CompletableFuture
                .completedFuture(new TicketVerdict.Unusable("this server issues no tickets"));

        CompletionStage<TicketVerdict> open(byte[] ticket);
    }

    /// Judges early data that passed every static check. May ask a store.
    @FunctionalInterface
    public interface EarlyDataJudge {
        /// For servers that accept no early data.
        EarlyDataJudge NONE = offer -> CompletableFuture
                .completedFuture(new EarlyDataVerdict.Reject(EarlyDataReason.DISABLED));

        CompletionStage<EarlyDataVerdict> judge(EarlyDataOffer offer);
    }

    /// Judges a peer by what it showed: a certificate chain, or a raw public key where the configuration takes such keys. May take long, or ask somebody.
    @FunctionalInterface
    public interface PeerVerifier {
        /// For servers that ask for no client certificate: a configuration without trust trusts nobody.
        PeerVerifier NONE = peer -> CompletableFuture.completedFuture(
                new PeerVerdict.Refused(AlertDescription.UNKNOWN_CA, "no trusted authorities are configured"));

        CompletionStage<PeerVerdict> verify(KeyHolder peer);
    }

    /// A policy whose clients may take as long as the listener lets them.
    public TlsPolicy(String name, TlsServerConfig config, TicketOpener tickets, EarlyDataJudge judge,
            Duration judgeBudget, PeerVerifier clients) {
        this(name, config, tickets, judge, judgeBudget, clients, null);
    }

    /// A policy without tickets, early data and client certificates.
    public static TlsPolicy of(String name, TlsServerConfig config) {
        return new TlsPolicy(name, config, TicketOpener.NONE, EarlyDataJudge.NONE, DEFAULT_JUDGE_BUDGET,
                PeerVerifier.NONE);
    }
}
