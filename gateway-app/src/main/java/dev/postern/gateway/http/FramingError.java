package dev.postern.gateway.http;

/// A message that has no one reading, or is too large. The connection it came on cannot be used further.
///
/// Carries no stack trace: a client can cause these at will.
public final class FramingError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status   what a client is told
    /// @param sentence what is wrong, without the client's bytes
    public FramingError(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    static FramingError bad(String sentence) {
        return new FramingError(400, sentence);
    }

    public int status() {
        return status;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
