package dev.postern.interop.engine;

import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.spi.TimeSource;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.ech.EchKeys;

import java.util.function.Function;

/// How our server answers one connection.
///
/// @param config  whatever the ClientHello says
/// @param judge   the verdict on early data that passed the engine's own checks
/// @param onLine  what happens when a line of text arrived
/// @param time    the server's clock
/// @param trust   for client certificates
/// @param ech     the keys of Encrypted Client Hello
public record ServerSettings(TlsServerConfig config, Function<EarlyDataOffer, EarlyDataVerdict> judge, OnLine onLine,
        TimeSource time, Trust trust, EchKeys ech) {

    /// What our server does with a line.
    public enum OnLine {
        ECHO,
        /// Moves its own key first and asks the peer to do the same.
        UPDATE_KEYS_AND_ECHO,
        ECHO_AND_CLOSE,
        /// Answers an HTTP/1.1 request with a page and closes. Each page has the next one inside, over another connection, until the
        /// fourth: a browser may have opened some of them before it had a ticket, but not all.
        SERVE_PAGE,
        /// The same over one connection; before the first page it moves its own key, and asks the peer to do the same.
        UPDATE_KEYS_AND_SERVE_PAGES
    }

    public static ServerSettings of(TlsServerConfig config, Trust trust) {
        return new ServerSettings(config, offer -> new EarlyDataVerdict.Accept(), OnLine.ECHO,
                System::currentTimeMillis, trust, EchKeys.NONE);
    }

    public ServerSettings config(TlsServerConfig value) {
        return new ServerSettings(value, judge, onLine, time, trust, ech);
    }

    public ServerSettings judge(Function<EarlyDataOffer, EarlyDataVerdict> value) {
        return new ServerSettings(config, value, onLine, time, trust, ech);
    }

    public ServerSettings onLine(OnLine value) {
        return new ServerSettings(config, judge, value, time, trust, ech);
    }

    public ServerSettings time(TimeSource value) {
        return new ServerSettings(config, judge, onLine, value, trust, ech);
    }

    public ServerSettings ech(EchKeys value) {
        return new ServerSettings(config, judge, onLine, time, trust, value);
    }
}
