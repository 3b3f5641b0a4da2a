package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.earlydata.ReplayKey;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.wire.Bytes;

import java.util.Arrays;

/// The ticket that was selected; its binder is verified.
///
/// @param index               its place among the client's identities
/// @param obfuscatedTicketAge as sent with it
/// @param state               what it remembers; its PSK is wiped already
/// @param earlySecret         from its PSK
/// @param binder              validated
record Resumption(int index, int obfuscatedTicketAge, TicketState state, EarlySecret earlySecret, Bytes binder)
        implements
            PskUse {

    @Override
    public Identity client() {
        return state.clientIdentity();
    }

    EarlyDataDecision.SelectedTicket forEarlyData() {
        return new EarlyDataDecision.SelectedTicket(index, obfuscatedTicketAge, state);
    }

    /// See [FreshnessWindow#ageSkewMillis].
    long ageSkewMillis(long nowMillis) {
        return FreshnessWindow.ageSkewMillis(obfuscatedTicketAge, state.ageAdd(), state.issuedAtMillis(),
                state.roundTripMillis(), nowMillis);
    }

    /// RFC 9846 8.2: the storage key MUST be derived only from validated sections of the ClientHello.
    ReplayKey replayKey(EngineEnvironment environment) {
        byte[] digest = environment.crypto().digest(HashAlgorithm.SHA256).digest(binder.toArray());
        return new ReplayKey(Arrays.copyOf(digest, ReplayKey.BYTES));
    }
}
