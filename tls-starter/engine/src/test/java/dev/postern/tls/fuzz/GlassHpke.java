package dev.postern.tls.fuzz;

import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;

import java.util.Arrays;
import java.util.Optional;

/// An inner hello that everybody can read and write: the ciphertext is the plaintext with a tag behind it, as [GlassCrypto]'s records are.
/// What is encapsulated is the receiver's public key, so that a key which the receiver has forgotten does not open.
final class GlassHpke implements Hpke {
    private static final int KEY_BYTES = 32;
    private static final byte BAD_TAG = (byte) 0xff;

    @Override
    public KeyPair generate(RandomSource random) {
        byte[] key = random.bytes(KEY_BYTES);
        return new KeyPair(key, Secret.wrap(key.clone()));
    }

    @Override
    public Optional<Sender> sender(byte[] publicKey, byte[] info, RandomSource random) {
        return publicKey.length == KEY_BYTES ? Optional.of(new GlassSender(publicKey)) : Optional.empty();
    }

    @Override
    public Optional<Receiver> receiver(byte[] encapsulated, KeyPair keyPair, byte[] info) {
        return Arrays.mismatch(encapsulated, keyPair.publicKey()) < 0
                ? Optional.of((additionalData, ciphertext) -> open(ciphertext))
                : Optional.empty();
    }

    private static Optional<byte[]> open(byte[] ciphertext) {
        int plain = ciphertext.length - HpkeSuite.TAG_BYTES;
        return plain < 0 || ciphertext[plain] == BAD_TAG
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(ciphertext, plain));
    }

    private record GlassSender(byte[] encapsulated) implements Sender {
        @Override
        public byte[] seal(byte[] additionalData, byte[] plaintext) {
            return Arrays.copyOf(plaintext, plaintext.length + HpkeSuite.TAG_BYTES);
        }
    }
}
