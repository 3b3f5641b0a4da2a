package dev.postern.tls.netty;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.SessionInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// The server end in a pipeline: the policy answers the engine's questions, the observer hears how it ended.
final class TlsServerHandler extends TlsHandler {
    private static final String PLAIN_HTTP_ANSWER = """
            HTTP/1.1 400 Bad Request\r
            Content-Type: text/plain\r
            Connection: close\r
            Content-Length: 53\r
            \r
            This port speaks HTTPS: use https:// in the address.
            """;

    private final TlsServerContext context;
    private final TlsServerEngine engine;
    private final long startedNanos = System.nanoTime();
    private final long startedAtMillis;
    private @Nullable ClientHelloView hello;
    private @Nullable TlsPolicy policy;
    private EarlyDataReason earlyData = EarlyDataReason.NOT_OFFERED;
    private long usableNanos;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean heard;
    private boolean reported;

    TlsServerHandler(TlsServerContext context) {
        super(new SessionView(false), context.environment().limits());
        this.context = context;
        this.engine = new TlsServerEngine(context.environment());
        this.startedAtMillis = context.environment().time().currentMillis();
    }

    @Override
    TlsEngine tls() {
        return engine;
    }

    /// A server waits for the ClientHello.
    @Override
    void begin(HeapOutput output) {}

    @Override
    void ask(Pause<?> question) {
        switch (question) {
            case Pause.ChooseConfig choose -> answer(choose, () -> choose(choose.hello()));
            case Pause.OpenTicket open -> answer(open, () -> asked().tickets().open(open.ticket()));
            case Pause.JudgeEarlyData judge -> answer(judge, () -> judge(judge));
            case Pause.Sign sign -> answer(sign, () -> sign.credential().signer().sign(sign.scheme(), sign.content()));
            case Pause.VerifyPeer verify -> answer(verify, () -> asked().clients().verify(verify.identity()));
        }
    }

    private TlsPolicy asked() {
        TlsPolicy chosen = policy;
        if (chosen == null) {
            throw new IllegalStateException("the engine asked before a policy was chosen");
        }
        return chosen;
    }

    private CompletionStage<TlsServerConfig> choose(ClientHelloView view) {
        hello = view;
        Channel channel = connected().context().channel();
        HandshakeContext connection = new HandshakeContext(channel.remoteAddress(), channel.localAddress(),
                over.minimalCompletionStage());
        return context.selector().select(view, connection).thenApply(chosen -> {
            policy = chosen;
            connected().connection().madeUnder(chosen.config().policyDigest());
            HandshakeDeadlines deadlines = chosen.deadlines();
            if (deadlines != null) {
                tighten(deadlines);
            }
            return chosen.config();
        });
    }

    /// The judge gets its budget and no more: a slow store costs the client a round trip, never a wait.
    private CompletionStage<EarlyDataVerdict> judge(Pause.JudgeEarlyData question) {
        long askedNanos = System.nanoTime();
        CompletableFuture<EarlyDataVerdict> verdict = new CompletableFuture<>();
        CompletionStage<EarlyDataVerdict> stage = asked(question.offer());
        var _ = stage.whenComplete((given, error) -> verdict.complete(error == null && given != null ? given
                : new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY_STORE_UNAVAILABLE)));
        if (!verdict.isDone()) {
            var timer = connected().context().executor().schedule(
                    () -> verdict.complete(new EarlyDataVerdict.Reject(EarlyDataReason.REPLAY_STORE_TIMEOUT)),
                    asked().judgeBudget().toNanos(), TimeUnit.NANOSECONDS);
            var _ = verdict.whenComplete((_, _) -> timer.cancel(false));
        }
        return verdict.whenComplete((given, _) -> context.observer().earlyDataJudged(question.offer(), given,
                Duration.ofNanos(System.nanoTime() - askedNanos)));
    }

    /// One that throws is one that cannot be reached.
    private CompletionStage<EarlyDataVerdict> asked(EarlyDataOffer offer) {
        try {
            return Objects.requireNonNull(asked().judge().judge(offer), "the judge promises no verdict");
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    @Override
    void refusedEarlyData(EarlyDataReason reason) {
        earlyData = reason;
    }

    @Override
    void usable() {
        usableNanos = System.nanoTime() - startedNanos;
    }

    @Override
    void ended(@Nullable TlsAlert alert, String phase) {
        if (reported) {
            return;
        }
        reported = true;
        over.complete(null);
        if (!heard && expired() == null) {
            // A load balancer that looks whether somebody listens: no handshake that failed.
            return;
        }
        SessionInfo session = engine.session().orElse(null);
        EarlyDataReason reason = session == null ? undecided() : session.earlyData();
        TlsPolicy chosen = policy;
        context.observer().handshakeEnded(new HandshakeReport(connected().context().channel().remoteAddress(),
                startedAtMillis, chosen == null ? null : chosen.name(), hello, session, reason,
                Duration.ofNanos(usableNanos), Duration.ofNanos(System.nanoTime() - startedNanos), alert, phase,
                expired()));
    }

    /// What became of early data when the handshake ended without an answer to that: whoever tries tickets or names that are not his must not
    /// pass for one who sent none.
    private EarlyDataReason undecided() {
        ClientHelloView seen = hello;
        boolean offered = seen != null && seen.earlyDataOffered();
        return offered && earlyData == EarlyDataReason.NOT_OFFERED ? EarlyDataReason.SESSION_NOT_RESUMED : earlyData;
    }

    /// A person who typed `http://` gets a sentence instead of a broken connection.
    @Override
    boolean sniff(ByteBuf first) {
        heard = true;
        if (first.readableBytes() < 4 || !isPlainHttp(first)) {
            return true;
        }
        ByteBuf answer = ByteBufUtil.writeAscii(connected().context().alloc(), PLAIN_HTTP_ANSWER);
        connected().context().writeAndFlush(answer).addListener(_ -> connected().context().close());
        return false;
    }

    private static boolean isPlainHttp(ByteBuf first) {
        String start = first.toString(first.readerIndex(), 4, StandardCharsets.US_ASCII);
        return switch (start) {
            case "GET ", "POST", "HEAD", "PUT ", "OPTI", "DELE", "PATC", "PRI " -> true;
            default -> false;
        };
    }
}
