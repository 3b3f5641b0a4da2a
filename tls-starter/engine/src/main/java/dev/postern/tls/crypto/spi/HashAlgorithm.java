package dev.postern.tls.crypto.spi;

/// The hashes of the cipher suites.
public enum HashAlgorithm {
    SHA256("SHA-256", 32, 64),
    SHA384("SHA-384", 48, 128);

    private final String jcaName;
    private final int lengthBytes;
    private final int blockBytes;

    HashAlgorithm(String jcaName, int lengthBytes, int blockBytes) {
        this.jcaName = jcaName;
        this.lengthBytes = lengthBytes;
        this.blockBytes = blockBytes;
    }

    public String jcaName() {
        return jcaName;
    }

    public int lengthBytes() {
        return lengthBytes;
    }

    /// Of the compression function, as HMAC needs it.
    public int blockBytes() {
        return blockBytes;
    }
}
