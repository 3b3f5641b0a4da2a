package dev.postern.tls.vectors;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// HKDF and HMAC over the hashes of the cipher suites.
class WycheproofKeyScheduleTest {
    static Stream<CryptoProvider> providers() {
        return Providers.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void hkdf(CryptoProvider crypto) {
        for (HashAlgorithm hash : HashAlgorithm.values()) {
            Wycheproof.file("hkdf_" + fileName(hash)).run(group -> true,
                    vector -> expand(vector, crypto.keySchedule(hash)));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void hmac(CryptoProvider crypto) {
        for (HashAlgorithm hash : HashAlgorithm.values()) {
            Wycheproof.file("hmac_" + fileName(hash)).run(group -> true,
                    vector -> authenticate(vector, crypto.keySchedule(hash)));
        }
    }

    private static String fileName(HashAlgorithm hash) {
        return hash.name().toLowerCase(Locale.ROOT);
    }

    private static void expand(Vector vector, KeySchedulePrimitives primitives) {
        Secret pseudoRandomKey = primitives.extract(vector.bytes("salt"), vector.bytes("ikm"));
        int size = vector.test().number("size");
        if (vector.isValid()) {
            assertThat(primitives.expand(pseudoRandomKey, vector.bytes("info"), size).expose()).as(vector.toString())
                    .isEqualTo(vector.bytes("okm"));
        } else {
            assertThatThrownBy(() -> primitives.expand(pseudoRandomKey, vector.bytes("info"), size))
                    .as(vector.toString()).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void authenticate(Vector vector, KeySchedulePrimitives primitives) {
        byte[] code = primitives.hmac(Secret.wrap(vector.bytes("key")), vector.bytes("msg"));
        byte[] tag = vector.bytes("tag");
        boolean fits = Arrays.equals(Arrays.copyOf(code, tag.length), tag);
        assertThat(fits).as(vector.toString()).isEqualTo(vector.isValid());
    }
}
