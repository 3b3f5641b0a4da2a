package dev.postern.tls.spring.actuate;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// Actuator `tlshandshakes`: counts and the most recent handshakes.
@Endpoint(id = "tlshandshakes")
class HandshakesEndpoint {
    private static final int RECENT = 50;
    private final HandshakeJournal journal;

    HandshakesEndpoint(HandshakeJournal journal) {
        this.journal = journal;
    }

    @ReadOperation
    HandshakeStats handshakes() {
        return HandshakeStats.of(journal.latest(Integer.MAX_VALUE), RECENT);
    }
}
