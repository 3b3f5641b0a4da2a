package dev.postern.tls.vectors;

import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Nonces of 12 bytes and tags of 16 alone: TLS has no others.
class WycheproofAeadTest {
    static Stream<CryptoProvider> providers() {
        return Providers.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aes128Gcm(CryptoProvider crypto) {
        run("aes_gcm", crypto, AeadAlgorithm.AES_128_GCM);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aes256Gcm(CryptoProvider crypto) {
        run("aes_gcm", crypto, AeadAlgorithm.AES_256_GCM);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void chaCha20Poly1305(CryptoProvider crypto) {
        run("chacha20_poly1305", crypto, AeadAlgorithm.CHACHA20_POLY1305);
    }

    private static void run(String file, CryptoProvider crypto, AeadAlgorithm algorithm) {
        Wycheproof.file(file)
                .run(group -> group.number("ivSize") == 8 * AeadAlgorithm.NONCE_BYTES
                        && group.number("tagSize") == 8 * AeadAlgorithm.TAG_BYTES
                        && group.number("keySize") == 8 * algorithm.keyBytes(),
                        vector -> {
                            open(vector, crypto.aead(algorithm, Secret.wrap(vector.bytes("key"))));
                            seal(vector, crypto.aead(algorithm, Secret.wrap(vector.bytes("key"))));
                        });
    }

    private static void open(Vector vector, Aead aead) {
        byte[] additional = vector.bytes("aad");
        byte[] plain = vector.bytes("msg");
        byte[] sealed = sealed(vector);
        byte[] opened = new byte[plain.length];

        int length = aead.open(vector.bytes("iv"), additional, additional.length, sealed, 0, sealed.length, opened, 0);

        assertThat(length).as(vector.toString()).isEqualTo(vector.isValid() ? plain.length : -1);
        if (vector.isValid()) {
            assertThat(opened).as(vector.toString()).isEqualTo(plain);
        }
        aead.destroy();
    }

    private static void seal(Vector vector, Aead aead) {
        byte[] additional = vector.bytes("aad");
        byte[] plain = vector.bytes("msg");
        byte[] sealed = new byte[plain.length + AeadAlgorithm.TAG_BYTES];
        if (vector.isValid()) {
            aead.seal(vector.bytes("iv"), additional, additional.length, plain, 0, plain.length, sealed, 0);
            assertThat(sealed).as(vector.toString()).isEqualTo(sealed(vector));
        }
    }

    private static byte[] sealed(Vector vector) {
        byte[] cipher = vector.bytes("ct");
        byte[] sealed = Arrays.copyOf(cipher, cipher.length + AeadAlgorithm.TAG_BYTES);
        System.arraycopy(vector.bytes("tag"), 0, sealed, cipher.length, AeadAlgorithm.TAG_BYTES);
        return sealed;
    }
}
