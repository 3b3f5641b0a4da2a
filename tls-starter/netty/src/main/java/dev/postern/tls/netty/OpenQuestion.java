package dev.postern.tls.netty;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// What the engine waits to be told: asked once, answered from any thread, and then no more.
final class OpenQuestion {
    private final TlsHandler handler;
    private @Nullable Pause<?> asked;
    private boolean answered;

    OpenQuestion(TlsHandler handler) {
        this.handler = handler;
    }

    /// Asks if there is something new to ask. @return whether the answer was there at once
    boolean ask() {
        Pause<?> question = handler.tls().pause().orElse(null);
        if (question == null || same(question, asked)) {
            return false;
        }
        asked = question;
        answered = false;
        handler.ask(question);
        return answered;
    }

    /// A question is its own identity: the same one, not an equal one.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Pause<?> question, @Nullable Pause<?> other) {
        return question == other;
    }

    <A> void answer(Pause<A> question, Supplier<? extends CompletionStage<? extends A>> asking) {
        CompletionStage<? extends A> stage;
        try {
            stage = Objects.requireNonNull(asking.get(), "no answer was promised");
        } catch (RuntimeException thrown) {
            resume(question, null, thrown);
            return;
        }
        var _ = stage.whenComplete((answer, error) -> {
            EventExecutor loop = handler.context().executor();
            if (loop.inEventLoop()) {
                resume(question, answer, error);
            } else {
                loop.execute(() -> resume(question, answer, error));
            }
        });
    }

    private <A> void resume(Pause<A> question, @Nullable A answer, @Nullable Throwable error) {
        if (handler.tls().stage() == Stage.CLOSED || !same(question, handler.tls().pause().orElse(null))) {
            return;
        }
        TlsHandler.Connected to = handler.connected();
        if (answer != null && error == null) {
            question.resume(answer, to.sealer().output(), to.inbound());
        } else {
            question.fail(alertFor(error), to.sealer().output(), to.inbound());
        }
        answered = true;
        handler.resumed();
    }

    private static TlsAlert alertFor(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : error;
        if (cause instanceof TlsAlert alert) {
            return alert;
        }
        String sentence = "a question of the handshake has no answer";
        return cause == null
                ? new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE, sentence)
                : new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE, sentence + ": " + cause, cause);
    }
}
