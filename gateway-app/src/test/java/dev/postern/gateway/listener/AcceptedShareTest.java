package dev.postern.gateway.listener;

import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.earlydata.ReplayKey;
import dev.postern.tls.netty.TlsPolicy.EarlyDataJudge;
import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptedShareTest {
    private static final EarlyDataVerdict SHADOW = new EarlyDataVerdict.Reject(EarlyDataReason.SHADOW);
    private static final EarlyDataJudge WILLING = offer -> CompletableFuture
            .completedFuture(new EarlyDataVerdict.Accept());
    private static final int OFFERS = 10_000;

    private static EarlyDataVerdict verdict(int percent, EarlyDataJudge judge, int number) {
        byte[] key = new byte[ReplayKey.BYTES];
        new Random(number).nextBytes(key);
        return new AcceptedShare(percent, judge)
                .judge(new EarlyDataOffer(new ReplayKey(key), "a.example", "h2", 0, 0, 0, 0,
                        new FreshnessWindow(10_000), 1))
                .toCompletableFuture()
                .join();
    }

    private static long accepted(int percent) {
        long accepted = 0;
        for (int number = 0; number < OFFERS; number++) {
            EarlyDataVerdict verdict = verdict(percent, WILLING, number);
            assertThat(verdict).isIn(new EarlyDataVerdict.Accept(), SHADOW);
            accepted += verdict.equals(SHADOW) ? 0 : 1;
        }
        return accepted;
    }

    @Test
    void theShadowAcceptsNothing() {
        assertThat(accepted(0)).isZero();
    }

    @Test
    void everythingIsEverything() {
        assertThat(accepted(100)).isEqualTo(OFFERS);
    }

    @Test
    void aShareIsAboutThatMuchAndGrowsByTheSameHellos() {
        assertThat(accepted(1)).isBetween(50L, 150L);
        assertThat(accepted(30)).isBetween(2_800L, 3_200L);
        for (int number = 0; number < OFFERS; number++) {
            if (!verdict(30, WILLING, number).equals(SHADOW)) {
                assertThat(verdict(60, WILLING, number)).isEqualTo(new EarlyDataVerdict.Accept());
            }
        }
    }

    @Test
    void aRefusalKeepsItsReason() {
        EarlyDataVerdict replay = new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY);
        EarlyDataJudge unwilling = offer -> CompletableFuture.completedFuture(replay);
        for (int percent : new int[]{0, 50, 100}) {
            assertThat(verdict(percent, unwilling, 1)).isEqualTo(replay);
        }
    }
}
