package dev.postern.gateway.scenario;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.psk.ClientSession;

/// A ticket of which its client believes something else than the server said.
final class AlteredTicket {
    private AlteredTicket() {}

    static ClientSession ofSuite(ClientSession ticket, CipherSuite suite) {
        return new ClientSession(ticket.ticket(), ticket.psk(), suite, ticket.receivedAtMillis(),
                ticket.lifetimeSeconds(), ticket.ageAdd(), ticket.maxEarlyDataBytes(), ticket.serverName(),
                ticket.applicationProtocol(), ticket.peerIdentity(), ticket.peerStaples(), ticket.ownIdentities());
    }

    static ClientSession ofProtocol(ClientSession ticket, String protocol) {
        return new ClientSession(ticket.ticket(), ticket.psk(), ticket.cipherSuite(), ticket.receivedAtMillis(),
                ticket.lifetimeSeconds(), ticket.ageAdd(), ticket.maxEarlyDataBytes(), ticket.serverName(), protocol,
                ticket.peerIdentity(), ticket.peerStaples(), ticket.ownIdentities());
    }

    static ClientSession ofServerName(ClientSession ticket, String name) {
        return new ClientSession(ticket.ticket(), ticket.psk(), ticket.cipherSuite(), ticket.receivedAtMillis(),
                ticket.lifetimeSeconds(), ticket.ageAdd(), ticket.maxEarlyDataBytes(), name,
                ticket.applicationProtocol(), ticket.peerIdentity(), ticket.peerStaples(), ticket.ownIdentities());
    }

    static ClientSession allowing(ClientSession ticket, long earlyDataBytes) {
        return new ClientSession(ticket.ticket(), ticket.psk(), ticket.cipherSuite(), ticket.receivedAtMillis(),
                ticket.lifetimeSeconds(), ticket.ageAdd(), earlyDataBytes, ticket.serverName(),
                ticket.applicationProtocol(), ticket.peerIdentity(), ticket.peerStaples(), ticket.ownIdentities());
    }

    /// One that the server cannot open.
    static ClientSession damaged(ClientSession ticket) {
        byte[] identity = ticket.ticket().clone();
        identity[identity.length - 1] ^= 1;
        return new ClientSession(identity, ticket.psk(), ticket.cipherSuite(), ticket.receivedAtMillis(),
                ticket.lifetimeSeconds(), ticket.ageAdd(), ticket.maxEarlyDataBytes(), ticket.serverName(),
                ticket.applicationProtocol(), ticket.peerIdentity(), ticket.peerStaples(), ticket.ownIdentities());
    }
}
