package dev.postern.tls.earlydata;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Answers [dev.postern.tls.Pause.JudgeEarlyData]: was this hello seen before? Shared by every connection of a process; thread-safe.
///
/// In this order: whose ticket it is, freshness, warm-up, load, and last the store, whose record cannot be taken back. Whatever goes wrong,
/// early data is refused: it never fails open.
public final class ReplayGuard {
    private final ReplayStore store;
    private final FreshnessWindow window;
    private final long issuer;
    private final boolean ownTicketsOnly;
    private final BooleanSupplier overloaded;
    private volatile long memorySinceMillis;

    /// @param store          shared memory of accepted hellos
    /// @param freshness      the widest that any host uses; what lies outside is refused here too, since nobody remembers it for longer
    /// @param issuer         our own [EarlyDataOffer#ticketIssuer]
    /// @param ownTicketsOnly refuse tickets of other issuers: right when every process has a store of its own (RFC 9846 8.2: a single
    ///     zone is authoritative for a given ticket)
    /// @param overloaded     read for every offer; while true, early data is refused before it costs anything
    /// @param startedMillis  since when the store remembers, milliseconds since the epoch
    public ReplayGuard(ReplayStore store, Duration freshness, long issuer, boolean ownTicketsOnly,
            BooleanSupplier overloaded, long startedMillis) {
        this.store = store;
        this.window = FreshnessWindow.of(freshness);
        this.issuer = issuer;
        this.ownTicketsOnly = ownTicketsOnly;
        this.overloaded = overloaded;
        this.memorySinceMillis = startedMillis;
    }

    /// The store lost its memory, say in a restart: early data warms up again.
    public void storeForgot(long nowMillis) {
        memorySinceMillis = nowMillis;
    }

    /// @return never completes exceptionally
    public CompletionStage<EarlyDataVerdict> judge(EarlyDataOffer offer, long nowMillis) {
        if (ownTicketsOnly && offer.ticketIssuer() != issuer) {
            return refuse(EarlyDataReason.ZONE);
        }
        if (!window.contains(offer.ageSkewMillis())) {
            return refuse(EarlyDataReason.TICKET_AGE_SKEW);
        }
        if (isWarmingUpFor(offer, nowMillis)) {
            return refuse(EarlyDataReason.WARM_UP);
        }
        if (overloaded.getAsBoolean()) {
            return refuse(EarlyDataReason.OVERLOAD);
        }
        return ask(offer.replayKey());
    }

    /// RFC 9846 8.2: when freshly started, reject 0-RTT as long as any portion of the recording window overlaps the startup time.
    ///
    /// A ticket that we issued ourselves since then is exempt: no hello that uses it can be older than it is.
    private boolean isWarmingUpFor(EarlyDataOffer offer, long nowMillis) {
        long since = memorySinceMillis;
        if (offer.ticketIssuer() == issuer && offer.ticketIssuedAtMillis() >= since) {
            return false;
        }
        return window.earliestArrivalMillis(offer.ageSkewMillis(), nowMillis) <= since;
    }

    private CompletionStage<EarlyDataVerdict> ask(ReplayKey key) {
        // RFC 9846 8: MUST accept 0-RTT for the same 0-RTT handshake at most once
        try {
            return store.claim(key, window.recordingTime())
                    .handle((answer, failure) -> failure == null ? verdict(answer) : verdict(failure))
                    .exceptionally(broken -> new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY_STORE_UNAVAILABLE));
        } catch (RuntimeException broken) {
            return refuse(EarlyDataReason.REPLAY_STORE_UNAVAILABLE);
        }
    }

    private static EarlyDataVerdict verdict(ReplayStore.Claim claim) {
        return switch (claim) {
            case FIRST -> new EarlyDataVerdict.Accept();
            case SEEN -> new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY);
            case UNAVAILABLE -> new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY_STORE_UNAVAILABLE);
        };
    }

    private static EarlyDataVerdict verdict(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return new EarlyDataVerdict.Reject(cause instanceof TimeoutException
                ? EarlyDataReason.REPLAY_STORE_TIMEOUT
                : EarlyDataReason.REPLAY_STORE_UNAVAILABLE);
    }

    private static CompletionStage<EarlyDataVerdict> refuse(EarlyDataReason reason) {
        return CompletableFuture.completedStage(new EarlyDataVerdict.Reject(reason));
    }
}
