package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.psk.TicketVerdict;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The PSKs that a client offered in its first ClientHello and not in its second. It may leave out those that do not fit the suite of the
/// HelloRetryRequest, and no others: who drops the one that we would have used has not sent the same hello again. Looked at only where
/// nothing that is left can be used, so that no client pays for it.
final class DroppedPsks {
    private final EngineEnvironment environment;
    private final Connection connection;
    private final Negotiation negotiation;
    private final Consumer<ServerState> resumed;

    /// @param resumed takes the state that follows an answer
    DroppedPsks(EngineEnvironment environment, Connection connection, Negotiation negotiation,
            Consumer<ServerState> resumed) {
        this.environment = environment;
        this.connection = connection;
        this.negotiation = negotiation;
        this.resumed = resumed;
    }

    static List<PskIdentity> between(ReceivedHello first, ReceivedHello second) {
        List<PskIdentity> kept = identities(second);
        return identities(first).stream().filter(before -> kept.stream()
                .noneMatch(after -> after.identity().equals(before.identity()))).toList();
    }

    private static List<PskIdentity> identities(ReceivedHello hello) {
        return hello.psks().map(OfferedPsks::identities).orElse(List.of());
    }

    /// @param next goes on when none of them could have been used
    ServerState judge(Supplier<ServerState> next) {
        return judge(0, next);
    }

    private ServerState judge(int index, Supplier<ServerState> next) {
        if (index >= negotiation.droppedPsks().size()) {
            return next.get();
        }
        PskIdentity identity = negotiation.droppedPsks().get(index);
        List<ExternalPsk> ours = negotiation.config().externalPsks();
        if (ExternalPskChoice.isOurs(identity, ours)) {
            return external(identity, ours) ? refuse() : judge(index + 1, next);
        }
        if (!negotiation.config().asksForPsks()) {
            return judge(index + 1, next);
        }
        connection.ask(new Questions.OpenTicket(connection, identity.identity().toArray(),
                verdict -> resumed.accept(opened(index, verdict, next))));
        return new ServerState.OpeningTicket();
    }

    private boolean external(PskIdentity identity, List<ExternalPsk> ours) {
        return !CertificateChoice.comesBeforePsk(negotiation.hello(), negotiation.config(),
                environment.time().currentMillis())
                && ExternalPskChoice.of(List.of(identity), ours, negotiation.parameters().hash()).isPresent();
    }

    private ServerState opened(int index, TicketVerdict verdict, Supplier<ServerState> next) {
        return switch (PskChoice.of(verdict, negotiation, environment.time().currentMillis())) {
            case PskChoice.Skipped _ -> judge(index + 1, next);
            case PskChoice.Selected(TicketState ticket) -> {
                ticket.psk().destroy();
                yield refuse();
            }
            case PskChoice.SelectedExternal _ -> refuse();
        };
    }

    private ServerState refuse() {
        throw missing();
    }

    private TlsAlert missing() {
        // RFC 9846 4.2.2: the same ClientHello, but for removing PSKs that are incompatible with the indicated cipher suite
        return negotiation.hello().psks().isPresent()
                ? HelloChecks.illegal("the second ClientHello lacks a PSK that fits the cipher suite")
                : HelloChecks.missing(ExtensionType.PRE_SHARED_KEY);
    }
}
