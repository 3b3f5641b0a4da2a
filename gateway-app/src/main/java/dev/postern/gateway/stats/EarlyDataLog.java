package dev.postern.gateway.stats;

import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.netty.HandshakeReport;
import dev.postern.tls.netty.TlsObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of each client's early data, in the log, by the word that meters and REST use. At debug: anybody can make one of these lines.
/// `logging.level.dev.postern.gateway.stats.EarlyDataLog=debug` shows them, at a refresh too.
public final class EarlyDataLog implements TlsObserver {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyDataLog.class);

    @Override
    public void handshakeEnded(HandshakeReport report) {
        EarlyDataReason reason = report.earlyData();
        if (reason != EarlyDataReason.NOT_OFFERED && LOG.isDebugEnabled()) {
            LOG.debug("Early data from {} for host {}: {}, {}", report.remote(), report.policy(), reason.label(),
                    reason.sentence());
        }
    }
}
