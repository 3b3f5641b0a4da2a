package dev.postern.gateway.upstream;

import dev.postern.gateway.upstream.UpstreamFailure.Kind;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// One upstream's endpoints on one event loop, balanced by smooth weighted round robin: of weights 5, 1, 1 the heavy one comes five
/// times in seven, but not five times in a row.
final class UpstreamGroup {
    private final EndpointPool[] pools;
    private final int[] weights;
    private final int[] current;
    private final int totalWeight;

    UpstreamGroup(EndpointPool[] pools, int[] weights) {
        this.pools = pools;
        this.weights = weights;
        this.current = new int[weights.length];
        int total = 0;
        for (int weight : weights) {
            total += weight;
        }
        this.totalWeight = total;
    }

    void open(UpstreamListener listener, Duration connectTimeout) {
        if (totalWeight == 0) {
            listener.failed(new UpstreamFailure(Kind.NO_ENDPOINT, "every endpoint of the upstream has weight zero"));
            return;
        }
        if (pools.length == 1) {
            pools[0].open(new Opening(listener, null, connectTimeout));
            return;
        }
        new Attempt(listener, connectTimeout).next(null);
    }

    /// The next in turn that has not refused just now; if all have, the next in turn all the same.
    private int choose(boolean[] tried, boolean resting) {
        int best = -1;
        int inTurn = 0;
        for (int i = 0; i < pools.length; i++) {
            if (tried[i] || weights[i] == 0 || (!resting && pools[i].isResting())) {
                continue;
            }
            current[i] += weights[i];
            inTurn += weights[i];
            if (best < 0 || current[i] > current[best]) {
                best = i;
            }
        }
        if (best >= 0) {
            current[best] -= inTurn;
        }
        return best;
    }

    /// Goes on to the next endpoint while nothing was sent.
    private final class Attempt {
        private final UpstreamListener listener;
        private final Duration connectTimeout;
        private final boolean[] tried = new boolean[pools.length];

        Attempt(UpstreamListener listener, Duration connectTimeout) {
            this.listener = listener;
            this.connectTimeout = connectTimeout;
        }

        void next(@Nullable UpstreamFailure last) {
            int chosen = choose(tried, false);
            if (chosen < 0) {
                chosen = choose(tried, true);
            }
            if (chosen < 0) {
                listener.failed(last == null
                        ? new UpstreamFailure(Kind.NO_ENDPOINT, "the upstream has no endpoint left to try")
                        : last);
                return;
            }
            tried[chosen] = true;
            pools[chosen].open(new Opening(listener, this::next, connectTimeout));
        }
    }
}
