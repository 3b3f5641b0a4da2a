package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.netty.TlsPolicy.TicketOpener;
import dev.postern.tls.psk.TicketSealer;

import java.time.Duration;

/// What every connection of the process shares for resumption and early data.
///
/// @param environment  of the engines
/// @param sealer       makes tickets
/// @param opener       opens them
/// @param gate         that all early data goes through
/// @param guard        remembers early hellos
/// @param issuer       names our zone in its tickets
/// @param ticketCount  after each handshake
/// @param ticketLifetime of a ticket
/// @param window       how far a ticket's age may be off
/// @param judgeBudget  how long the guard may take
public record ResumptionServices(EngineEnvironment environment, TicketSealer sealer, TicketOpener opener,
        EarlyDataGate gate, ReplayGuard guard,
        long issuer, int ticketCount, Duration ticketLifetime, Duration window, Duration judgeBudget) {}
