package dev.postern.tls.connection;

import dev.postern.tls.Pause;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.SignatureScheme;

import java.util.function.Consumer;

/// [Pause.Sign], for either end.
public final class SignQuestion extends Continuation<byte[]> implements Pause.Sign {
    private final Credential credential;
    private final SignatureScheme scheme;
    private final byte[] content;

    public SignQuestion(Connection connection, Credential credential, SignatureScheme scheme, byte[] content,
            Consumer<byte[]> next) {
        super(connection, next);
        this.credential = credential;
        this.scheme = scheme;
        this.content = content;
    }

    @Override
    public Credential credential() {
        return credential;
    }

    @Override
    public SignatureScheme scheme() {
        return scheme;
    }

    @Override
    public byte[] content() {
        return content;
    }
}
