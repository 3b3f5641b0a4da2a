package dev.postern.tls.crypto;

import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The samples of the GCM specification that NIST took over, and of RFC 8439.
class AeadTest {
    private static final HexFormat HEX = HexFormat.of();

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void givesThePublishedCiphertexts(CryptoProvider crypto) {
        int seen = 0;
        for (Map<String, String> vector : Vectors.load("/dev/postern/tls/crypto/aead.txt")) {
            byte[] plaintext = hex(vector, "P");
            byte[] nonce = hex(vector, "IV");
            byte[] additional = hex(vector, "A");
            byte[] expected = HEX.parseHex(vector.get("C") + vector.get("T"));
            Aead aead = crypto.aead(AeadAlgorithm.valueOf(vector.get("AEAD")), Secret.wrap(hex(vector, "K")));

            byte[] sealed = new byte[expected.length];
            assertThat(aead.seal(nonce, additional, additional.length, plaintext, 0, plaintext.length, sealed, 0))
                    .isEqualTo(expected.length);
            assertThat(sealed).isEqualTo(expected);
            assertThat(aead.open(nonce, additional, additional.length, sealed, 0, sealed.length, plaintext.clone(), 0))
                    .isEqualTo(plaintext.length);
            seen++;
        }
        assertThat(seen).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void cannotBeUsedOnceDestroyed(CryptoProvider crypto) {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            Aead aead = crypto.aead(algorithm, Secret.wrap(filled(algorithm.keyBytes())));
            byte[] sealed = new byte[17];
            aead.seal(new byte[12], new byte[5], 5, new byte[1], 0, 1, sealed, 0);
            aead.destroy();
            aead.destroy();
            assertThatThrownBy(() -> aead.open(new byte[12], new byte[5], 5, sealed, 0, 17, new byte[1], 0))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private static byte[] hex(Map<String, String> vector, String name) {
        return HEX.parseHex(vector.get(name));
    }
}
