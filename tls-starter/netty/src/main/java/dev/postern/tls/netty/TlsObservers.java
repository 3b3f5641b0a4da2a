package dev.postern.tls.netty;

import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;

import java.time.Duration;
import java.util.List;

/// Tells each of them, in order.
record TlsObservers(List<TlsObserver> all) implements TlsObserver {
    TlsObservers {
        all = List.copyOf(all);
    }

    @Override
    public void handshakeEnded(HandshakeReport report) {
        all.forEach(observer -> observer.handshakeEnded(report));
    }

    @Override
    public void earlyDataJudged(EarlyDataOffer offer, EarlyDataVerdict verdict, Duration took) {
        all.forEach(observer -> observer.earlyDataJudged(offer, verdict, took));
    }
}
