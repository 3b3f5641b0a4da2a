package dev.postern.interop.engine;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.Pause;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.util.function.Function;

/// Answers the engine's questions, at once and on the connection's own thread.
record Answers(Function<ClientHelloView, TlsServerConfig> config, MemoryTickets tickets,
        Function<EarlyDataOffer, EarlyDataVerdict> judge, Trust trust) {

    /// A client is never asked for a configuration, a ticket or a verdict on early data.
    static Answers ofClient(Trust trust) {
        return new Answers(hello -> {
            throw new IllegalStateException("a client was asked for a server's configuration");
        }, new MemoryTickets(0), offer -> new EarlyDataVerdict.Accept(), trust);
    }

    void answer(Pause<?> question, TlsOutput out, TlsSink sink) {
        switch (question) {
            case Pause.ChooseConfig pause -> pause.resume(config.apply(pause.hello()), out, sink);
            case Pause.OpenTicket pause -> pause.resume(tickets.open(pause.ticket()), out, sink);
            case Pause.JudgeEarlyData pause -> pause.resume(judge.apply(pause.offer()), out, sink);
            case Pause.Sign pause -> pause.resume(
                    pause.credential().signer().sign(pause.scheme(), pause.content()).toCompletableFuture().join(), out,
                    sink);
            case Pause.VerifyPeer pause -> pause.resume(trust.judge(pause.identity()), out, sink);
        }
    }
}
