package dev.postern.tls.certificate;

import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;

import java.util.zip.DataFormatException;

/// A way to compress Certificate messages (RFC 8879), both ways. Safe for many threads.
public interface CertificateCompression {
    CertificateCompressionAlgorithm algorithm();

    /// @param message the body of a Certificate message. What comes of it is kept with the credential, so it may take its time
    byte[] compress(byte[] message);

    /// The attacker chooses the input: it may claim little and unpack to gigabytes. So an implementation neither writes nor allocates more
    /// than what it is told, and takes nothing but one whole stream that yields exactly that.
    ///
    /// @param lengthBytes how long the result is, which is within the bounds of the engine already
    /// @throws DataFormatException when the input is not that, or has bytes left over
    byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException;
}
