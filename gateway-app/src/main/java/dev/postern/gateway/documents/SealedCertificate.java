package dev.postern.gateway.documents;

/// The active version of a certificate, its key still sealed.
public record SealedCertificate(String certificateId, int version, String chainPem, byte[] sealedKey) {
    /// Never the key, not even sealed.
    @Override
    public String toString() {
        return "SealedCertificate[" + certificateId + " v" + version + "]";
    }
}
