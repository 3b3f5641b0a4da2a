package dev.postern.interop.engine;

import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.psk.TicketSealer;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.psk.TicketVerdict;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Stateful, single-use tickets: a random name for a state that never leaves the process (RFC 9846 8.1).
public final class MemoryTickets implements TicketSealer {
    private final SecureRandom random = new SecureRandom();
    private final Map<String, TicketState> states = new ConcurrentHashMap<>();

    private final int mostEarlyBytes;

    /// @param mostEarlyBytes that a state keeps, which may be fewer than what the client was told
    public MemoryTickets(int mostEarlyBytes) {
        this.mostEarlyBytes = mostEarlyBytes;
    }

    @Override
    public byte[] seal(TicketState state) {
        byte[] name = new byte[32];
        random.nextBytes(name);
        states.put(HexFormat.of().formatHex(name), ownCopy(state));
        return name;
    }

    TicketVerdict open(byte[] ticket) {
        TicketState state = states.remove(HexFormat.of().formatHex(ticket));
        return state == null ? new TicketVerdict.Unusable("no such ticket, or it was used")
                : new TicketVerdict.Opened(state);
    }

    /// The engine wipes its PSK when the connection is done with it.
    private TicketState ownCopy(TicketState s) {
        return new TicketState(s.cipherSuite(), Secret.copyOf(s.psk().expose()), s.issuedAtMillis(),
                s.authenticatedAtMillis(), s.lifetimeSeconds(), s.ageAdd(),
                Math.min(s.maxEarlyDataBytes(), mostEarlyBytes), s.serverName(),
                s.applicationProtocol(), s.policyDigest(), s.earlyDataDigest(), s.issuer(), s.roundTripMillis(),
                s.clientIdentity());
    }
}
