package dev.postern.gateway.pem;

/// A text is not the PEM that was expected. The sentence holds nothing of the text, which may be a key.
public final class UnreadablePem extends Exception {
    private final String code;

    public UnreadablePem(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    /// Stable, for programs.
    public String code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
