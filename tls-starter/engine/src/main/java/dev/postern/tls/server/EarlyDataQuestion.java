package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.earlydata.FreshnessWindow;
import dev.postern.tls.psk.TicketState;
import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.Function;

/// Puts the early-data question together: what this connection can decide, then the judge of replay, last.
final class EarlyDataQuestion {
    private final EngineEnvironment environment;
    private final Connection connection;
    private final Negotiation negotiation;
    private final @Nullable PskUse psk;
    private final Consumer<ServerState> resumed;

    /// @param resumed takes the state that follows an answer
    EarlyDataQuestion(EngineEnvironment environment, Connection connection, Negotiation negotiation,
            @Nullable PskUse psk, Consumer<ServerState> resumed) {
        this.environment = environment;
        this.connection = connection;
        this.negotiation = negotiation;
        this.psk = psk;
        this.resumed = resumed;
    }

    /// @param next goes on with what became of early data
    ServerState decide(Function<EarlyDataReason, ServerState> next) {
        EarlyDataDecision decision = EarlyDataDecision.of(hello(),
                psk instanceof Resumption resumption ? resumption.forEarlyData() : null, policy(),
                environment.time().currentMillis());
        return switch (decision) {
            case EarlyDataDecision.NotOffered _ -> next.apply(EarlyDataReason.NOT_OFFERED);
            case EarlyDataDecision.Refuse(EarlyDataReason reason) -> next.apply(ofThisPsk(reason));
            case EarlyDataDecision.Judge judge -> ask(offer(judge), next);
        };
    }

    /// Nothing keeps an external PSK fresh: it has no age, so a recorded hello would be worth as much in a year (RFC 9846 8.3).
    private EarlyDataReason ofThisPsk(EarlyDataReason reason) {
        return reason == EarlyDataReason.SESSION_NOT_RESUMED && psk instanceof PskUse.External
                ? EarlyDataReason.UNSUPPORTED_FOR_SESSION
                : reason;
    }

    private ServerState ask(EarlyDataOffer offer, Function<EarlyDataReason, ServerState> next) {
        connection.ask(new Questions.JudgeEarlyData(connection, offer,
                verdict -> resumed.accept(next.apply(reason(verdict)))));
        return new ServerState.JudgingEarlyData();
    }

    private static EarlyDataReason reason(EarlyDataVerdict verdict) {
        return switch (verdict) {
            case EarlyDataVerdict.Accept _ -> EarlyDataReason.ACCEPTED;
            case EarlyDataVerdict.Reject(EarlyDataReason reason) -> reason;
        };
    }

    private EarlyDataDecision.Hello hello() {
        return new EarlyDataDecision.Hello(negotiation.earlyDataOffered(), negotiation.helloRetried(),
                negotiation.identities().size(), negotiation.hello().serverName(), negotiation.cipherSuite(),
                negotiation.protocol());
    }

    private EarlyDataDecision.Policy policy() {
        TlsServerConfig config = negotiation.config();
        EarlyDataPolicy earlyData = config.earlyData();
        return new EarlyDataDecision.Policy(earlyData.accept(),
                config.clientAuthentication() != ClientAuthentication.NONE, config.boundEarlyDataDigest(),
                environment.limits().earlyDataBytes(), earlyData.window());
    }

    private EarlyDataOffer offer(EarlyDataDecision.Judge judge) {
        if (!(psk instanceof Resumption selected)) {
            throw new IllegalStateException("a judge is asked for a selected ticket only");
        }
        EarlyDataDecision.SelectedTicket ticket = selected.forEarlyData();
        TicketState state = ticket.state();
        return new EarlyDataOffer(selected.replayKey(environment), negotiation.hello().serverName(),
                negotiation.protocol(), state.issuedAtMillis(), state.issuer(),
                FreshnessWindow.sentAtMillis(ticket.obfuscatedTicketAge(), state.ageAdd(), state.issuedAtMillis(),
                        state.roundTripMillis()),
                judge.ageSkewMillis(), negotiation.config().earlyData().window(), judge.maxBytes());
    }
}
