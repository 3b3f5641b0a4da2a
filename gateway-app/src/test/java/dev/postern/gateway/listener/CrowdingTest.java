package dev.postern.gateway.listener;

import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.earlydata.ReplayKey;
import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.earlydata.ReplayStore.Claim;
import dev.postern.tls.earlydata.SentHello;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A replay store that falls behind with its answers is asked no more.
class CrowdingTest {
    private static final SentHello HELLO = new SentHello(new ReplayKey(new byte[ReplayKey.BYTES]), 0,
            new FreshnessWindow(1));
    private final Crowding crowding = new Crowding(10, 2);
    private final List<CompletableFuture<Claim>> questions = new ArrayList<>();
    private final ReplayStore store = crowding.counting(hello -> {
        CompletableFuture<Claim> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    });

    @Test
    void isCrowdedAtTheBoundOfUnansweredQuestionsAndNotBefore() {
        store.claim(HELLO);
        assertThat(crowding.getAsBoolean()).isFalse();
        store.claim(HELLO);
        assertThat(crowding.getAsBoolean()).isTrue();
        questions.getFirst().complete(Claim.FIRST);
        assertThat(crowding.getAsBoolean()).as("one is answered").isFalse();
    }

    @Test
    void aQuestionThatFailsIsAnsweredToo() {
        store.claim(HELLO);
        store.claim(HELLO);
        questions.forEach(question -> question.completeExceptionally(new IllegalStateException("gone")));
        assertThat(crowding.getAsBoolean()).isFalse();
        ReplayStore broken = crowding.counting(hello -> {
            throw new IllegalStateException("never asked");
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> broken.claim(HELLO)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(crowding.getAsBoolean()).isFalse();
    }
}
