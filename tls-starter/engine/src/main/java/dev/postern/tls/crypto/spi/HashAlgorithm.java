package dev.postern.tls.crypto.spi;

/// The hashes of the cipher suites.
public enum HashAlgorithm {
    SHA256("SHA-256", 32),
    SHA384("SHA-384", 48);

    private final String jcaName;
    private final int lengthBytes;

    HashAlgorithm(String jcaName, int lengthBytes) {
        this.jcaName = jcaName;
        this.lengthBytes = lengthBytes;
    }

    public String jcaName() {
        return jcaName;
    }

    public int lengthBytes() {
        return lengthBytes;
    }
}
