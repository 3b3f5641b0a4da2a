package dev.postern.tls.pair;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.Pause;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.psk.TicketVerdict;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// How the questions of an engine are answered, and which were asked.
public final class Answers {
    private final List<String> asked = new ArrayList<>();
    private final List<ClientHelloView> hellos = new ArrayList<>();
    private Function<ClientHelloView, TlsServerConfig> config = hello -> {
        throw new IllegalStateException("a client chooses no server configuration");
    };
    private Function<byte[], TicketVerdict> tickets = ticket -> new TicketVerdict.Unusable("no tickets here");
    private Function<EarlyDataOffer, EarlyDataVerdict> judge = offer -> new EarlyDataVerdict.Reject(
            EarlyDataReason.DISABLED);
    private Function<Pause.VerifyPeer, PeerVerdict> peers = peer -> new PeerVerdict.Trusted();

    public Answers config(TlsServerConfig value) {
        config = hello -> value;
        return this;
    }

    public Answers config(Function<ClientHelloView, TlsServerConfig> value) {
        config = value;
        return this;
    }

    public Answers tickets(Function<byte[], TicketVerdict> value) {
        tickets = value;
        return this;
    }

    public Answers judge(Function<EarlyDataOffer, EarlyDataVerdict> value) {
        judge = value;
        return this;
    }

    public Answers peers(Function<Pause.VerifyPeer, PeerVerdict> value) {
        peers = value;
        return this;
    }

    /// The kinds of questions so far, in their order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// What the client offered, as its server's caller saw it.
    public ClientHelloView hello() {
        return hellos.getLast();
    }

    public void answer(Pause<?> pause, TlsOutput out, TlsSink sink) {
        switch (pause) {
            case Pause.ChooseConfig question -> {
                asked.add("ChooseConfig");
                hellos.add(question.hello());
                question.resume(config.apply(question.hello()), out, sink);
            }
            case Pause.OpenTicket question -> {
                asked.add("OpenTicket");
                question.resume(tickets.apply(question.ticket()), out, sink);
            }
            case Pause.JudgeEarlyData question -> {
                asked.add("JudgeEarlyData");
                question.resume(judge.apply(question.offer()), out, sink);
            }
            case Pause.Sign question -> {
                asked.add("Sign");
                sign(question, out, sink);
            }
            case Pause.VerifyPeer question -> {
                asked.add("VerifyPeer");
                question.resume(peers.apply(question), out, sink);
            }
        }
    }

    private static void sign(Pause.Sign question, TlsOutput out, TlsSink sink) {
        byte[] signature;
        try {
            signature = question.credential().signer().sign(question.scheme(), question.content())
                    .toCompletableFuture().join();
        } catch (CompletionException failed) {
            question.fail(new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE, "the key does not sign"),
                    out, sink);
            return;
        }
        question.resume(signature, out, sink);
    }
}
