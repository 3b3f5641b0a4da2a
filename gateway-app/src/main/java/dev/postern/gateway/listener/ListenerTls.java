package dev.postern.gateway.listener;

import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.EarlyDataLog;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.netty.TlsObserver;
import dev.postern.tls.netty.TlsServerContext;
import dev.postern.tls.spring.actuate.HandshakeJournal;
import io.netty.handler.ssl.SslContext;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Our engine's TLS for a listener: policy by server name, tickets, replay protection, and what is told of each handshake.
///
/// @param snapshots   where policies come from
/// @param services    shared by the listeners
/// @param journal     of handshakes
/// @param metrics     meters
/// @param slowSigning a bounded pool for signatures that would hold up an event loop
public record ListenerTls(SnapshotHolder snapshots, ResumptionServices services, HandshakeJournal journal,
        GatewayMetrics metrics, Executor slowSigning) implements Function<ListenerSettings, SslContext> {
    @Override
    public SslContext apply(ListenerSettings listener) {
        EngineEnvironment shared = services.environment();
        EngineEnvironment own = new EngineEnvironment(shared.crypto(), shared.random(), shared.time(),
                listener.limits());
        return new TlsServerContext(own,
                new SnapshotPolicySelector(snapshots, services, listener.earlyDataBytes(), slowSigning),
                TlsObserver.all(List.of(journal.observing(listener.name()), metrics.tls(), new EarlyDataLog())),
                List.of("h2", "http/1.1"));
    }
}
