package dev.postern.gateway.listener;

import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.earlydata.SentHello;
import dev.postern.tls.netty.TlsSession;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// Whether there is too much to do for early data. Then it is refused in the handshake: whoever floods us with it gains nothing, and no
/// request has to be answered for it (RFC 8470 6.3).
///
/// Three signs: a listener close to the most connections it takes; many connections whose early data lies here and whose Finished is still to
/// come, which costs whoever sends recorded flights nothing; and a replay store that falls behind with its answers.
final class Crowding implements BooleanSupplier {
    private static final int MOST_UNCONFIRMED = 4096;
    private static final int MOST_QUESTIONS = 1024;
    private final List<OpenConnections> watched = new CopyOnWriteArrayList<>();
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final int mostUnconfirmed;
    private final int mostQuestions;

    Crowding() {
        this(MOST_UNCONFIRMED, MOST_QUESTIONS);
    }

    Crowding(int mostUnconfirmed, int mostQuestions) {
        this.mostUnconfirmed = mostUnconfirmed;
        this.mostQuestions = mostQuestions;
    }

    void watch(OpenConnections connections) {
        watched.add(connections);
    }

    /// Counts a connection whose early data was let in until its Finished is here, or will never be.
    void awaitConfirmation(TlsSession session) {
        unconfirmed.incrementAndGet();
        session.confirmed().subscribe(nothing -> {
        }, failed -> unconfirmed.decrementAndGet(), unconfirmed::decrementAndGet);
    }

    /// The store, with its unanswered questions counted.
    ReplayStore counting(ReplayStore store) {
        return hello -> ask(store, hello);
    }

    private CompletionStage<ReplayStore.Claim> ask(ReplayStore store, SentHello hello) {
        questions.incrementAndGet();
        CompletionStage<ReplayStore.Claim> answer;
        try {
            answer = store.claim(hello);
        } catch (RuntimeException broken) {
            questions.decrementAndGet();
            throw broken;
        }
        return answer.whenComplete((claim, failure) -> questions.decrementAndGet());
    }

    /// Asked for every offer of early data.
    @Override
    public boolean getAsBoolean() {
        if (unconfirmed.get() >= mostUnconfirmed || questions.get() >= mostQuestions) {
            return true;
        }
        for (OpenConnections connections : watched) {
            if (connections.isCrowded()) {
                return true;
            }
        }
        return false;
    }

    int unconfirmed() {
        return unconfirmed.get();
    }
}
