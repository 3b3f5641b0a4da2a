package dev.postern.gateway.lifecycle;

import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Starts the data plane last and stops it first. On SIGTERM readiness goes down, the load balancer gets time to see that, the data
/// plane leaves in good order, and only then does the admin plane stop.
@Component
class ComingAndGoing implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ComingAndGoing.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ObjectProvider<DataPlane> dataPlane;
    private final Readiness readiness;
    private final CurrentSettings settings;
    private volatile boolean running;

    ComingAndGoing(ObjectProvider<DataPlane> dataPlane, Readiness readiness, CurrentSettings settings) {
        this.dataPlane = dataPlane;
        this.readiness = readiness;
        this.settings = settings;
    }

    @Override
    public void start() {
        dataPlane.ifAvailable(DataPlane::start);
        running = true;
        readiness.serving(true);
    }

    @Override
    public void stop(Runnable done) {
        readiness.serving(false);
        PosternProperties.Leave leave = settings.get().leave();
        LOG.info("Leaving: unready now, draining in {} for at most {}", leave.unreadyFor(), leave.drain());
        CompletableFuture
                .runAsync(() -> leave(leave.drain()),
                        CompletableFuture.delayedExecutor(leave.unreadyFor().toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((nothing, error) -> {
                    running = false;
                    done.run();
                });
    }

    private void leave(Duration drain) {
        DataPlane listeners = dataPlane.getIfAvailable();
        if (listeners != null) {
            listeners.leave(drain).toCompletableFuture().completeOnTimeout(null, drain.plus(GRACE).toMillis(),
                    TimeUnit.MILLISECONDS).join();
        }
    }

    @Override
    public void stop() {
        stop(() -> {
        });
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// The highest phase: starts last, stops first.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
