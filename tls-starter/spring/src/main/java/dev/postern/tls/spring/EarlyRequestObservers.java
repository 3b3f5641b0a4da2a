package dev.postern.tls.spring;

import java.util.List;

/// Tells each of them, in order.
record EarlyRequestObservers(List<EarlyRequestObserver> all) implements EarlyRequestObserver {
    EarlyRequestObservers {
        all = List.copyOf(all);
    }

    @Override
    public void earlyRequest(Action action, boolean confirmed) {
        all.forEach(observer -> observer.earlyRequest(action, confirmed));
    }

    @Override
    public void dispatchedBeforeFinished() {
        all.forEach(EarlyRequestObserver::dispatchedBeforeFinished);
    }
}
