package dev.postern.gateway.listener;

import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.netty.TlsPolicy.EarlyDataJudge;

import java.util.concurrent.CompletionStage;

/// Lets in a share of the early data that the judge would let in, so that it can be turned on little by little. With a share of nothing
/// it is the shadow: everything is decided, asked and counted as it would be.
///
/// @param percent 0 to 100
/// @param judge   asked first, so that what is counted is what a greater share would bring
record AcceptedShare(int percent, EarlyDataJudge judge) implements EarlyDataJudge {
    @Override
    public CompletionStage<EarlyDataVerdict> judge(EarlyDataOffer offer) {
        return judge.judge(offer).thenApply(verdict -> switch (verdict) {
            case EarlyDataVerdict.Accept accept ->
                isInShare(offer) ? accept : new EarlyDataVerdict.Reject(EarlyDataReason.SHADOW);
            case EarlyDataVerdict.Reject reject -> reject;
        });
    }

    /// By the hello and not by chance: every replica says the same of it.
    private boolean isInShare(EarlyDataOffer offer) {
        byte[] key = offer.replayKey().bytes();
        int drawn = Math.floorMod((key[key.length - 2] & 0xff) << 8 | (key[key.length - 1] & 0xff), 100);
        return drawn < percent;
    }
}
