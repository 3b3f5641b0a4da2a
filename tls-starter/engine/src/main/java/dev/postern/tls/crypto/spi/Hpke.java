package dev.postern.tls.crypto.spi;

import java.util.Optional;

/// Hybrid public key encryption in its base mode (RFC 9180 5.1.1), with one suite: whoever knows a public key encrypts to its owner, and
/// may go on with further messages in the same context.
public interface Hpke {

    KeyPair generate(RandomSource random);

    /// @param publicKey of the receiver
    /// @param info      what both ends must agree on
    /// @return empty when that is no public key of this KEM
    Optional<Sender> sender(byte[] publicKey, byte[] info, RandomSource random);

    /// @param encapsulated as the sender sent it
    /// @param keyPair      the receiver's own
    /// @param info         what both ends must agree on
    /// @return empty when nobody can have encapsulated that
    Optional<Receiver> receiver(byte[] encapsulated, KeyPair keyPair, byte[] info);

    /// @param publicKey  as it goes on the wire
    /// @param privateKey in the form of RFC 9180 7.1.2
    record KeyPair(byte[] publicKey, Secret privateKey) {}

    /// One sender's context. Each message has a sequence number of its own.
    interface Sender {
        /// What the receiver needs to come to the same keys.
        byte[] encapsulated();

        byte[] seal(byte[] additionalData, byte[] plaintext);
    }

    /// One receiver's context. Its sequence number moves with each message that opens.
    interface Receiver {
        /// Empty when it does not open.
        Optional<byte[]> open(byte[] additionalData, byte[] ciphertext);
    }
}
