package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.psk.TicketVerdict;
import dev.postern.tls.wire.Bytes;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Function;

/// Asks for one ticket after the other until one can resume here; then looks for an external PSK. How many a client may bring is bounded by
/// [dev.postern.tls.config.Limits#pskIdentities].
final class PskSelection {
    private final EngineEnvironment environment;
    private final Connection connection;
    private final Negotiation negotiation;
    private final PendingSecrets secrets;
    private final Consumer<ServerState> resumed;

    /// @param resumed takes the state that follows an answer
    PskSelection(EngineEnvironment environment, Connection connection, Negotiation negotiation,
            PendingSecrets secrets, Consumer<ServerState> resumed) {
        this.environment = environment;
        this.connection = connection;
        this.negotiation = negotiation;
        this.secrets = secrets;
        this.resumed = resumed;
    }

    /// @param next goes on with what was selected, or with null
    ServerState select(Function<@Nullable PskUse, ServerState> next) {
        // RFC 9846 4.3.9: servers MUST NOT select a key exchange mode that is not listed by the client; ours is psk_dhe_ke
        if (!negotiation.hello().takesPskWithKeyExchange()) {
            return next.apply(null);
        }
        Function<@Nullable PskUse, ServerState> checked = selected -> selected != null
                ? next.apply(selected)
                : new DroppedPsks(environment, connection, negotiation, resumed).judge(() -> next.apply(null));
        return negotiation.config().asksForPsks() ? tryIdentity(0, checked) : checked.apply(configured());
    }

    private ServerState tryIdentity(int index, Function<@Nullable PskUse, ServerState> next) {
        if (index >= negotiation.identities().size()) {
            return next.apply(configured());
        }
        PskIdentity identity = negotiation.identities().get(index);
        if (ExternalPskChoice.isOurs(identity, negotiation.config().externalPsks())) {
            return tryIdentity(index + 1, next);
        }
        connection.ask(new Questions.OpenTicket(connection, identity.identity().toArray(),
                verdict -> resumed.accept(opened(index, verdict, next))));
        return new ServerState.OpeningTicket();
    }

    private ServerState opened(int index, TicketVerdict verdict, Function<@Nullable PskUse, ServerState> next) {
        return switch (PskChoice.of(verdict, negotiation, environment.time().currentMillis())) {
            case PskChoice.Skipped _ -> tryIdentity(index + 1, next);
            case PskChoice.Selected(TicketState ticket) -> next.apply(bind(index, ticket));
            case PskChoice.SelectedExternal(ExternalPsk psk) -> next.apply(bind(index, psk));
        };
    }

    /// A ticket is better: it is fresh, and each is used once.
    private @Nullable PskUse configured() {
        if (CertificateChoice.comesBeforePsk(negotiation.hello(), negotiation.config(),
                environment.time().currentMillis())) {
            return null;
        }
        return ExternalPskChoice.of(negotiation.identities(), negotiation.config().externalPsks(),
                negotiation.parameters().hash()).map(choice -> bind(choice.index(), choice.psk())).orElse(null);
    }

    private PskUse bind(int index, ExternalPsk psk) {
        EarlySecret earlySecret = earlySecret(psk.key());
        PskChoice.requireBinder(negotiation, index,
                partialHash -> earlySecret.externalBinder(psk.isImported(), partialHash));
        return new PskUse.External(index, earlySecret, psk.holder());
    }

    private PskUse bind(int index, TicketState ticket) {
        EarlySecret earlySecret = earlySecret(ticket.psk());
        ticket.psk().destroy();
        Bytes binder = PskChoice.requireBinder(negotiation, index, earlySecret::resumptionBinder);
        return new Resumption(index, negotiation.identities().get(index).obfuscatedTicketAge(), ticket, earlySecret,
                binder);
    }

    private EarlySecret earlySecret(Secret psk) {
        EarlySecret earlySecret = EarlySecret.withPsk(
                environment.crypto().keySchedule(negotiation.parameters().hash()), psk, negotiation.secretLog());
        secrets.add(earlySecret::destroy);
        return earlySecret;
    }
}
