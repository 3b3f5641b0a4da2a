package dev.postern.tls.spring;

import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.netty.HandshakeReport;
import dev.postern.tls.netty.TlsObserver;

import java.time.Duration;
import java.util.List;

/// Tells every observer bean.
record TlsObservers(List<TlsObserver> all) implements TlsObserver {
    @Override
    public void handshakeEnded(HandshakeReport report) {
        all.forEach(observer -> observer.handshakeEnded(report));
    }

    @Override
    public void earlyDataJudged(EarlyDataVerdict verdict, Duration took) {
        all.forEach(observer -> observer.earlyDataJudged(verdict, took));
    }
}
