package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.keys.ResumptionSecret;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.wire.Bytes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends tickets once the client's Finished is verified (RFC 9846 4.7.1).
final class TicketIssue {
    /// More is no round trip but a client that thought.
    private static final long LONGEST_ROUND_TRIP_MILLIS = 2_000;

    private final EngineEnvironment environment;
    private final Connection connection;
    private final Flight flight;
    private final long nowMillis;
    private final long authenticatedAtMillis;

    TicketIssue(EngineEnvironment environment, Connection connection, Flight flight, long nowMillis) {
        this.environment = environment;
        this.connection = connection;
        this.flight = flight;
        this.nowMillis = nowMillis;
        this.authenticatedAtMillis = flight.psk() instanceof Resumption resumption
                ? resumption.state().authenticatedAtMillis()
                : nowMillis;
    }

    void issue(ResumptionSecret secret) {
        TicketPolicy policy = flight.negotiation().config().tickets();
        int lifetimeSeconds = lifetimeSeconds(policy);
        // RFC 9846 4.7.1: only if the client's hello contained a suitable psk_key_exchange_modes
        if (!flight.negotiation().hello().takesPskWithKeyExchange() || lifetimeSeconds < 1
                || connection.isCloseSent()) {
            return;
        }
        int count = flight.negotiation().ticketCount(flight.psk() instanceof Resumption);
        for (int i = 0; i < count; i++) {
            byte[] nonce = {(byte) i};
            Secret psk = secret.psk(nonce);
            boolean sealed = send(policy, nonce, state(policy, psk, lifetimeSeconds));
            psk.destroy();
            if (!sealed) {
                break;
            }
        }
        connection.flush();
    }

    private boolean send(TicketPolicy policy, byte[] nonce, TicketState state) {
        byte[] ticket = policy.sealer().seal(state);
        if (ticket.length == 0) {
            return false;
        }
        List<Extension> extensions = new ArrayList<>();
        if (state.maxEarlyDataBytes() > 0) {
            extensions.add(new MaxEarlyDataSize(state.maxEarlyDataBytes()));
        }
        if (flight.negotiation().config().grease()) {
            int type = Grease.twoBytes(environment.random().bytes(1)[0]);
            extensions.add(new UnknownExtension(new ExtensionType(type), Bytes.EMPTY));
        }
        connection.sendHandshake(new NewSessionTicket(state.lifetimeSeconds(), state.ageAdd(), Bytes.copyOf(nonce),
                Bytes.copyOf(ticket), new ExtensionBlock(extensions)).toByteArray());
        return true;
    }

    private TicketState state(TicketPolicy policy, Secret psk, int lifetimeSeconds) {
        Negotiation negotiation = flight.negotiation();
        TlsServerConfig config = negotiation.config();
        // RFC 9846 4.7.1: the server MUST generate a fresh ticket_age_add for each ticket it sends
        int ageAdd = ByteBuffer.wrap(environment.random().bytes(Integer.BYTES)).getInt();
        int roundTripMillis = (int) Math.clamp(nowMillis - flight.writtenAtMillis(), 0, LONGEST_ROUND_TRIP_MILLIS);
        return new TicketState(negotiation.cipherSuite(), psk, nowMillis, authenticatedAtMillis, lifetimeSeconds,
                ageAdd, maxEarlyDataBytes(config), negotiation.hello().serverName(), negotiation.protocol(),
                config.policyDigest(), config.boundEarlyDataDigest(), policy.issuer(), roundTripMillis,
                flight.info().peerIdentity());
    }

    /// Never more than we would let in.
    private long maxEarlyDataBytes(TlsServerConfig config) {
        return config.clientAuthentication() == ClientAuthentication.NONE
                ? Math.min(config.earlyData().issueMaxBytes(), environment.limits().earlyDataBytes())
                : 0;
    }

    /// No ticket outlives the proof of identity that it rests on.
    private int lifetimeSeconds(TicketPolicy policy) {
        long leftMillis = authenticatedAtMillis + PskChoice.LONGEST_AUTHENTICATION_MILLIS - nowMillis;
        return (int) Math.min(policy.lifetimeSeconds(), TimeUnit.MILLISECONDS.toSeconds(leftMillis));
    }
}
