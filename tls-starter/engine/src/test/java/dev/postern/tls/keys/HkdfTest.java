package dev.postern.tls.keys;

import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// HKDF against RFC 5869 A.1 to A.3, the cases with SHA-256.
class HkdfTest {
    private static final HexFormat HEX = HexFormat.of();

    record Vector(String inputKey, String salt, String info, String pseudoRandomKey, String output) {}

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void givesTheOutputsOfRfc5869(CryptoProvider crypto) {
        KeySchedulePrimitives primitives = crypto.keySchedule(HashAlgorithm.SHA256);
        List<Vector> vectors = Vectors.load("/dev/postern/tls/keys/rfc5869.txt").stream()
                .map(f -> new Vector(f.get("IKM"), f.get("salt"), f.get("info"), f.get("PRK"), f.get("OKM"))).toList();
        assertThat(vectors).hasSize(3);
        for (Vector vector : vectors) {
            Secret key = primitives.extract(HEX.parseHex(vector.salt()), HEX.parseHex(vector.inputKey()));
            assertThat(HEX.formatHex(key.expose())).isEqualTo(vector.pseudoRandomKey());
            Secret output = primitives.expand(key, HEX.parseHex(vector.info()), vector.output().length() / 2);
            assertThat(HEX.formatHex(output.expose())).isEqualTo(vector.output());
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void expandsToAtMost255Blocks(CryptoProvider crypto) {
        KeySchedulePrimitives primitives = crypto.keySchedule(HashAlgorithm.SHA384);
        Secret key = Secret.wrap(new byte[48]);

        assertThat(primitives.expand(key, new byte[0], 255 * 48).length()).isEqualTo(255 * 48);
        assertThatThrownBy(() -> primitives.expand(key, new byte[0], 255 * 48 + 1)).hasMessageContaining("12240");
    }
}
