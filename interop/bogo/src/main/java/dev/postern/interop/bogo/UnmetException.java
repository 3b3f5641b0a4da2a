package dev.postern.interop.bogo;

import java.io.Serial;

/// Something is otherwise than the flags say, or the connection failed.
final class UnmetException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnmetException(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
