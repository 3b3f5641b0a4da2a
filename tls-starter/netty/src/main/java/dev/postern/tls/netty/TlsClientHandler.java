package dev.postern.tls.netty;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.TlsClientConfig;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/// The client end in a pipeline. Tickets and the fate of early data arrive as user events
/// ([dev.postern.tls.event.TlsEvent]); nothing that was sent early is sent again without the application.
final class TlsClientHandler extends TlsHandler {
    private final TlsClientEngine engine;
    private final TlsPolicy.PeerVerifier verifier;

    TlsClientHandler(TlsClientContext context, TlsClientConfig config) {
        super(new SessionView(true), context.environment().limits());
        this.engine = new TlsClientEngine(context.environment(), config);
        this.verifier = context.verifier();
    }

    @Override
    TlsEngine tls() {
        return engine;
    }

    @Override
    void begin(HeapOutput output) {
        engine.start(output);
    }

    @Override
    void ask(Pause<?> question) {
        switch (question) {
            case Pause.Sign sign -> answer(sign, () -> sign.credential().signer().sign(sign.scheme(), sign.content()));
            case Pause.VerifyPeer verify -> answer(verify, () -> verifier.verify(verify.identity()));
            case Pause.ChooseConfig serverOnly -> refuse(serverOnly);
            case Pause.OpenTicket serverOnly -> refuse(serverOnly);
            case Pause.JudgeEarlyData serverOnly -> refuse(serverOnly);
        }
    }

    private <A> void refuse(Pause<A> question) {
        answer(question,
                () -> CompletableFuture.failedFuture(new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_BUG,
                        "a client engine asked a server's question")));
    }

    @Override
    boolean sniff(ByteBuf first) {
        return true;
    }

    @Override
    void ended(@Nullable TlsAlert alert, String phase) {}
}
