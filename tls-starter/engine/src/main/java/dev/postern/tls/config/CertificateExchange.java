package dev.postern.tls.config;

/// What an end asks of its peer's Certificate message beside the chain. Immutable.
///
/// @param ocspResponse whether to ask for a stapled OCSP response
/// @param timestamps   whether to ask for signed certificate timestamps
public record CertificateExchange(boolean ocspResponse, boolean timestamps) {
    /// Asks for nothing.
    public static final CertificateExchange PLAIN = new CertificateExchange(false, false);

    public CertificateExchange askForOcspResponse(boolean value) {
        return new CertificateExchange(value, timestamps);
    }

    public CertificateExchange askForTimestamps(boolean value) {
        return new CertificateExchange(ocspResponse, value);
    }
}
