package dev.postern.gateway.tickets;

import dev.postern.tls.psk.TicketKeyRing.KeyView;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

import java.util.List;

/// Actuator `tlstickets`: the ring of ticket keys.
@Component
@Endpoint(id = "tlstickets")
class TicketsEndpoint {
    private final TicketKeys keys;

    TicketsEndpoint(TicketKeys keys) {
        this.keys = keys;
    }

    record Tickets(String rotationPeriod, List<KeyView> keys) {}

    @ReadOperation
    Tickets tickets() {
        return new Tickets(keys.period().toString(), keys.views());
    }
}
