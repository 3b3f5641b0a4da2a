package dev.postern.tls.connection;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.util.function.Consumer;

/// What a handshake does with the answer to one [dev.postern.tls.Pause]: once. Each kind of pause is a subclass that adds its question.
///
/// An answer that comes when the connection is over already (a deadline passed meanwhile) is dropped: whoever answers from another
/// thread cannot know.
///
/// @param <A> the answer's type
public abstract class Continuation<A> {
    private final Connection connection;
    private final Consumer<A> next;
    private boolean answered;

    protected Continuation(Connection connection, Consumer<A> next) {
        this.connection = connection;
        this.next = next;
    }

    public final void resume(A answer, TlsOutput out, TlsSink sink) {
        answerOnce();
        connection.resume(() -> next.accept(answer), out, sink);
    }

    public final void fail(TlsAlert alert, TlsOutput out, TlsSink sink) {
        answerOnce();
        connection.resume(() -> {
            throw alert;
        }, out, sink);
    }

    private void answerOnce() {
        if (answered) {
            throw new IllegalStateException("this question was answered before");
        }
        answered = true;
    }
}
