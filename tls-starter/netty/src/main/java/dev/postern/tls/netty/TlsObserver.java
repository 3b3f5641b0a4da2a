package dev.postern.tls.netty;

import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;

import java.time.Duration;
import java.util.List;

/// Is told how handshakes end. Called on event loops: must not block, must not throw.
public interface TlsObserver {
    TlsObserver NONE = report -> {
    };

    /// One that tells each of these, in order.
    static TlsObserver all(List<TlsObserver> observers) {
        return new TlsObservers(observers);
    }

    /// Once per connection that sent at least one byte, or let the time for its ClientHello pass. One that came and went without a word is not told
    /// of: load balancers look in this way whether somebody listens.
    void handshakeEnded(HandshakeReport report);

    /// The replay judge answered, or its budget ran out.
    default void earlyDataJudged(EarlyDataOffer offer, EarlyDataVerdict verdict, Duration took) {}
}
