package dev.postern.tls.vectors;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.RandomSource;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The groups. Private keys come in through the randomness that a provider draws.
class WycheproofKeyExchangeTest {
    private static final RandomSource UNUSED = bytes -> {
        throw new AssertionError("randomness is drawn that the vector does not have");
    };

    static Stream<CryptoProvider> providers() {
        return Providers.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void x25519(CryptoProvider crypto) {
        Wycheproof.file("x25519").run(group -> true, vector -> {
            KeyExchange.Generated own = crypto.keyExchange(NamedGroup.X25519, rightAligned(vector.bytes("private")))
                    .generate();
            // RFC 9846 7.4.2: MUST check whether the computed shared secret is the all-zero value and abort if so
            if (vector.test().isFlagged("ZeroSharedSecret")) {
                assertRefused(own, vector);
            } else {
                assertThat(own.decapsulate(vector.bytes("public")).expose()).as(vector.toString())
                        .isEqualTo(vector.bytes("shared"));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ecdh(CryptoProvider crypto) {
        Map<String, NamedGroup> files = Map.of("secp256r1", NamedGroup.SECP256R1, "secp384r1", NamedGroup.SECP384R1,
                "secp521r1", NamedGroup.SECP521R1);
        files.forEach((curve, group) -> Wycheproof.file("ecdh_" + curve + "_ecpoint").run(any -> true, vector -> {
            KeyExchange.Generated own = pair(crypto, group, CustomNamedCurves.getByName(curve),
                    new BigInteger(1, vector.bytes("private")));
            // RFC 9846 4.3.8.2: the uncompressed form alone, so that what is merely acceptable is not
            if (vector.isValid()) {
                assertThat(own.decapsulate(vector.bytes("public")).expose()).as(vector.toString())
                        .isEqualTo(vector.bytes("shared"));
            } else {
                assertRefused(own, vector);
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void mlKemKeys(CryptoProvider crypto) {
        mlKemGroups().forEach((set, group) -> Wycheproof.file("mlkem_" + set + "_keygen_seed").run(any -> true,
                vector -> assertThat(crypto.keyExchange(group, inTurn(vector.bytes("seed"))).generate().share())
                        .as(vector.toString()).isEqualTo(vector.bytes("ek"))));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void mlKemDecapsulation(CryptoProvider crypto) {
        mlKemGroups().forEach((set, group) -> Wycheproof.file("mlkem_" + set).run(any -> true, vector -> {
            byte[] seed = vector.bytes("seed");
            if (seed.length != 64) {
                // A seed of another length: nothing that a provider of ours would draw.
                assertThat(vector.isInvalid()).as(vector.toString()).isTrue();
                return;
            }
            KeyExchange.Generated own = crypto.keyExchange(group, inTurn(seed)).generate();
            if (vector.isValid()) {
                assertThat(own.share()).as(vector.toString()).isEqualTo(vector.bytes("ek"));
                assertThat(own.decapsulate(vector.bytes("c")).expose()).as(vector.toString())
                        .isEqualTo(vector.bytes("K"));
            } else {
                assertThatRefused(() -> own.decapsulate(vector.bytes("c")), vector);
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void mlKemEncapsulation(CryptoProvider crypto) {
        mlKemGroups().forEach((set, group) -> Wycheproof.file("mlkem_" + set + "_encaps").run(any -> true, vector -> {
            byte[] randomness = vector.bytes("m");
            KeyExchange exchange = crypto.keyExchange(group, randomness.length == 32 ? inTurn(randomness) : UNUSED);
            if (vector.isValid()) {
                KeyExchange.Encapsulated result = exchange.encapsulate(vector.bytes("ek"));
                assertThat(result.share()).as(vector.toString()).isEqualTo(vector.bytes("c"));
                assertThat(result.secret().expose()).as(vector.toString()).isEqualTo(vector.bytes("K"));
            } else {
                assertThatRefused(() -> exchange.encapsulate(vector.bytes("ek")), vector);
            }
        }));
    }

    private static Map<String, NamedGroup> mlKemGroups() {
        return Map.of("768", NamedGroup.MLKEM768, "1024", NamedGroup.MLKEM1024);
    }

    private static void assertRefused(KeyExchange.Generated own, Vector vector) {
        assertThatRefused(() -> own.decapsulate(vector.bytes("public")), vector);
    }

    private static void assertThatRefused(Runnable exchange, Vector vector) {
        assertThatThrownBy(exchange::run).as(vector.toString()).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ILLEGAL_PARAMETER));
    }

    /// A key pair with this scalar. How a provider makes a scalar of randomness is its own affair, so the ways there are are tried; what
    /// Bouncy Castle multiplies says which was right.
    private static KeyExchange.Generated pair(CryptoProvider crypto, NamedGroup group, X9ECParameters curve,
            BigInteger scalar) {
        byte[] expected = curve.getG().multiply(scalar).getEncoded(false);
        return Stream
                .<RandomSource>of(rightAligned(scalar.toByteArray()), leftAligned(reversed(scalar.toByteArray())),
                        rightAligned(scalar.subtract(BigInteger.ONE).toByteArray()))
                .flatMap(way -> generated(crypto, group, way).stream())
                .filter(pair -> Arrays.equals(pair.share(), expected)).findFirst()
                .orElseThrow(() -> new AssertionError(
                        "the provider " + crypto.name() + " makes its scalars in a way this test does not know"));
    }

    private static Optional<KeyExchange.Generated> generated(CryptoProvider crypto, NamedGroup group,
            RandomSource random) {
        try {
            return Optional.of(crypto.keyExchange(group, random).generate());
        } catch (IllegalStateException anotherWay) {
            return Optional.empty();
        }
    }

    private static RandomSource rightAligned(byte[] value) {
        return new Once(bytes -> {
            int length = Math.min(bytes.length, value.length);
            System.arraycopy(value, value.length - length, bytes, bytes.length - length, length);
        });
    }

    private static RandomSource leftAligned(byte[] value) {
        return new Once(bytes -> System.arraycopy(value, 0, bytes, 0, Math.min(bytes.length, value.length)));
    }

    private static byte[] reversed(byte[] value) {
        byte[] reversed = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            reversed[i] = value[value.length - 1 - i];
        }
        return reversed;
    }

    /// One piece after another.
    private static RandomSource inTurn(byte[] value) {
        int[] at = {0};
        return bytes -> {
            System.arraycopy(value, at[0], bytes, 0, bytes.length);
            at[0] += bytes.length;
        };
    }

    /// What is not taken at the first drawing was refused; then that way is wrong.
    private static final class Once implements RandomSource {
        private final RandomSource random;
        private int drawings;

        Once(RandomSource random) {
            this.random = random;
        }

        @Override
        public void fill(byte[] bytes) {
            if (++drawings > 4) {
                throw new IllegalStateException("the scalar was refused");
            }
            random.fill(bytes);
        }
    }
}
