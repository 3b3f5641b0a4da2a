package dev.postern.gateway.listener;

import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.gateway.stats.GatewayMetrics.ReplayStoreResult;
import dev.postern.gateway.stats.HandshakeJournal;
import dev.postern.gateway.stats.HandshakeRecord;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.netty.HandshakeReport;
import dev.postern.tls.netty.TlsObserver;
import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/// Tells the journal and the meters how handshakes end.
final class HandshakePublisher implements TlsObserver {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final String listener;
    private final HandshakeJournal journal;
    private final GatewayMetrics metrics;

    HandshakePublisher(String listener, HandshakeJournal journal, GatewayMetrics metrics) {
        this.listener = listener;
        this.journal = journal;
        this.metrics = metrics;
    }

    @Override
    public void handshakeEnded(HandshakeReport report) {
        HandshakeRecord ended = asRecord(report);
        journal.publish(ended);
        metrics.handshake(ended);
    }

    @Override
    public void earlyDataJudged(EarlyDataVerdict verdict, Duration took) {
        ReplayStoreResult result = switch (verdict) {
            case EarlyDataVerdict.Accept() -> ReplayStoreResult.FIRST;
            case EarlyDataVerdict.Reject(EarlyDataReason reason) -> result(reason);
        };
        if (result != null) {
            metrics.replayStore(result, took);
        }
    }

    /// Null where the guard refused before it asked the store.
    private static @Nullable ReplayStoreResult result(EarlyDataReason reason) {
        if (reason == EarlyDataReason.REPLAY) {
            return ReplayStoreResult.SEEN;
        }
        if (reason == EarlyDataReason.REPLAY_STORE_UNAVAILABLE) {
            return ReplayStoreResult.UNAVAILABLE;
        }
        return reason == EarlyDataReason.REPLAY_STORE_TIMEOUT ? ReplayStoreResult.TIMEOUT : null;
    }

    private HandshakeRecord asRecord(HandshakeReport report) {
        SessionInfo session = report.session();
        TlsAlert failure = report.failure();
        String sni = report.hello() == null ? null : report.hello().serverName();
        return new HandshakeRecord(
                Instant.ofEpochMilli(report.startedAtMillis() + report.endedAfter().toMillis()),
                failure == null ? HandshakeRecord.Result.SUCCESS : HandshakeRecord.Result.FAILURE, sni, report.policy(),
                listener, address(report), session == null ? null : "TLSv1.3",
                session == null ? null : session.cipherSuite().toString(),
                session == null ? null : session.group().toString(),
                session == null ? null : session.applicationProtocol(),
                session != null && session.resumed() ? HandshakeRecord.Resumption.PSK : HandshakeRecord.Resumption.NONE,
                earlyData(report.earlyData()), report.earlyData().label(),
                failure == null ? null
                        : new HandshakeRecord.Failure(report.phase(), report.reason(), failure.fault().name()),
                failure == null ? null : failure.description().label(),
                report.endedAfter().toNanos() / NANOS_PER_MILLI);
    }

    private static @Nullable String address(HandshakeReport report) {
        return report.remote() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : null;
    }

    private static HandshakeRecord.EarlyData earlyData(EarlyDataReason reason) {
        if (reason == EarlyDataReason.NOT_OFFERED) {
            return HandshakeRecord.EarlyData.NOT_OFFERED;
        }
        return reason == EarlyDataReason.ACCEPTED ? HandshakeRecord.EarlyData.ACCEPTED
                : HandshakeRecord.EarlyData.REJECTED;
    }
}
