package dev.postern.tls.earlydata;

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
    /// For a store that says [ReplayStore.Claim#WARMING_UP] itself: its memory is not as old as this process.
    public static final long STORE_KNOWS = Long.MIN_VALUE;

    private final ReplayStore store;
    private final long issuer;
    private final boolean ownTicketsOnly;
    private final BooleanSupplier overloaded;
    private volatile long memorySinceMillis;

    /// @param store          shared memory of accepted hellos
    /// @param issuer         our own [EarlyDataOffer#ticketIssuer]
    /// @param ownTicketsOnly refuse tickets of other issuers (RFC 9846 8.2: a single zone is authoritative for a given ticket). A zone is
    ///     whoever shares a store: one process with a store of its own, or all that name the same issuer
    /// @param overloaded     read for every offer; while true, early data is refused before it costs anything
    /// @param startedMillis  since when the store remembers, milliseconds since the epoch; [#STORE_KNOWS] where it tells itself
    public ReplayGuard(ReplayStore store, long issuer, boolean ownTicketsOnly, BooleanSupplier overloaded,
            long startedMillis) {
        this.store = store;
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
        if (!offer.window().contains(offer.sentAtMillis() - nowMillis)) {
            return refuse(EarlyDataReason.TICKET_AGE_SKEW);
        }
        if (isWarmingUpFor(offer)) {
            return refuse(EarlyDataReason.WARM_UP);
        }
        if (overloaded.getAsBoolean()) {
            return refuse(EarlyDataReason.OVERLOAD);
        }
        return ask(new SentHello(offer.replayKey(), offer.sentAtMillis(), offer.window()));
    }

    /// RFC 9846 8.2: when freshly started, reject 0-RTT as long as any portion of the recording window overlaps the startup time.
    ///
    /// The hello's own window, for under any other it was judged nowhere. A ticket that we issued ourselves since then is exempt: no hello
    /// that uses it can be older than it is.
    private boolean isWarmingUpFor(EarlyDataOffer offer) {
        long since = memorySinceMillis;
        if (offer.ticketIssuer() == issuer && offer.ticketIssuedAtMillis() >= since) {
            return false;
        }
        return offer.window().earliestArrivalMillis(offer.sentAtMillis()) <= since;
    }

    private CompletionStage<EarlyDataVerdict> ask(SentHello hello) {
        // RFC 9846 8: MUST accept 0-RTT for the same 0-RTT handshake at most once
        try {
            return store.claim(hello)
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
            case STALE -> new EarlyDataVerdict.Reject(EarlyDataReason.TICKET_AGE_SKEW);
            case WARMING_UP -> new EarlyDataVerdict.Reject(EarlyDataReason.WARM_UP);
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
