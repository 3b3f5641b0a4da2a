package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.Share;
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
                Share.includes(percent, offer.replayKey()) ? accept
                        : new EarlyDataVerdict.Reject(EarlyDataReason.SHADOW);
            case EarlyDataVerdict.Reject reject -> reject;
        });
    }
}
