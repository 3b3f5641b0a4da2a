package dev.postern.interop.bogo;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

/// What differs between the two roles that we may be asked to play.
interface Side {

    TlsEngine engine();

    /// Says the first word, if it is ours to say.
    void start(TlsOutput out);

    /// How much early data may be sent now.
    long earlyDataCapacity();

    /// @param settings of the connection as it stands: those of a retry once early data was refused
    void answer(Pause<?> question, Settings settings, TlsOutput out, TlsSink sink);

    /// The handshake got to where application data flows.
    ///
    /// @throws UnmetException when something is not as this role expects it
    void check(SessionInfo info, Settings settings);
}
