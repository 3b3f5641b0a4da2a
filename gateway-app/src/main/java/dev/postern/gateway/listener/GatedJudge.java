package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.netty.TlsPolicy.EarlyDataJudge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Asks the gate before the judge: what is refused there leaves no trace in the replay store, whose record cannot be taken back.
record GatedJudge(EarlyDataGate gate, EarlyDataJudge judge) implements EarlyDataJudge {
    @Override
    public CompletionStage<EarlyDataVerdict> judge(EarlyDataOffer offer) {
        Optional<EarlyDataReason> refusal = gate.refusal(offer);
        return refusal.isPresent() ? CompletableFuture.completedStage(new EarlyDataVerdict.Reject(refusal.get()))
                : judge.judge(offer);
    }
}
