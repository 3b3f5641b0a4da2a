package dev.postern.tls.crypto;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.keys.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class KeyExchangeTest {
    private static final List<NamedGroup> GROUPS = List.of(NamedGroup.X25519, NamedGroup.SECP256R1,
            NamedGroup.SECP384R1, NamedGroup.MLKEM768, NamedGroup.X25519MLKEM768);
    private static final RandomSource RANDOM = new SecureRandom()::nextBytes;
    private static final HexFormat HEX = HexFormat.of();

    record Case(CryptoProvider client, CryptoProvider server, NamedGroup group) {
        @Override
        public String toString() {
            return group + " " + client.name() + " to " + server.name();
        }
    }

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle(), CryptoProviders.fastest());
    }

    static Stream<Case> cases() {
        return providers().flatMap(client -> providers()
                .flatMap(server -> GROUPS.stream().map(group -> new Case(client, server, group))));
    }

    static Stream<Case> groupsOfEach() {
        return providers().flatMap(provider -> GROUPS.stream().map(group -> new Case(provider, provider, group)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothEndsFindTheSameSecret(Case pair) {
        for (int i = 0; i < 8; i++) {
            KeyExchange.Generated client = pair.client().keyExchange(pair.group(), RANDOM).generate();
            KeyExchange.Encapsulated server = pair.server().keyExchange(pair.group(), RANDOM)
                    .encapsulate(client.share());
            assertThat(client.decapsulate(server.share())).isEqualTo(server.secret());
        }
    }

    @Test
    void sharesAndSecretOfTheHybridHaveTheLengthsOfRfc10024() {
        KeyExchange.Generated client = CryptoProviders.fastest().keyExchange(NamedGroup.X25519MLKEM768, RANDOM)
                .generate();
        KeyExchange.Encapsulated server = CryptoProviders.fastest().keyExchange(NamedGroup.X25519MLKEM768, RANDOM)
                .encapsulate(client.share());
        assertThat(client.share()).hasSize(1184 + 32);
        assertThat(server.share()).hasSize(1088 + 32);
        assertThat(server.secret().length()).isEqualTo(64);
    }

    /// RFC 7748 6.1.
    @ParameterizedTest
    @MethodSource("providers")
    void x25519GivesTheSecretOfRfc7748(CryptoProvider crypto) {
        Map<String, String> vector = Vectors.load("/dev/postern/tls/crypto/rfc7748.txt").getFirst();
        byte[] scalar = HEX.parseHex(vector.get("alicePrivate"));
        KeyExchange.Generated alice = crypto
                .keyExchange(NamedGroup.X25519, bytes -> System.arraycopy(scalar, 0, bytes, 0, bytes.length))
                .generate();

        assertThat(HEX.formatHex(alice.share())).isEqualTo(vector.get("alicePublic"));
        assertThat(HEX.formatHex(alice.decapsulate(HEX.parseHex(vector.get("bobPublic"))).expose()))
                .isEqualTo(vector.get("shared"));
    }

    @ParameterizedTest
    @MethodSource("groupsOfEach")
    void refusesSharesOfAnotherLength(Case one) {
        KeyExchange exchange = one.client().keyExchange(one.group(), RANDOM);
        byte[] share = exchange.generate().share();
        refuses(exchange, Arrays.copyOf(share, share.length - 1));
        refuses(exchange, Arrays.copyOf(share, share.length + 1));
        refuses(exchange, new byte[0]);
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "7.4.2", clause = 2)
    void refusesSharesThatLeadToTheAllZeroSecret(CryptoProvider crypto) {
        KeyExchange exchange = crypto.keyExchange(NamedGroup.X25519, RANDOM);
        refuses(exchange, new byte[32]);
        byte[] one = new byte[32];
        one[0] = 1;
        refuses(exchange, one);
        // A point of order eight.
        refuses(exchange, HEX.parseHex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"));
        KeyExchange hybrid = crypto.keyExchange(NamedGroup.X25519MLKEM768, RANDOM);
        byte[] share = hybrid.generate().share();
        Arrays.fill(share, 1184, share.length, (byte) 0);
        refuses(hybrid, share);
    }

    @ParameterizedTest
    @MethodSource("providers")
    @Rfc(number = 9846, section = "4.3.8.2", clause = 1)
    void refusesPointsThatAreNotOnTheCurveOrNotUncompressed(CryptoProvider crypto) {
        for (NamedGroup group : List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1)) {
            KeyExchange exchange = crypto.keyExchange(group, RANDOM);
            byte[] share = exchange.generate().share();
            share[share.length - 1] ^= 1;
            refuses(exchange, share);
            share[share.length - 1] ^= 1;
            share[0] = 6;
            refuses(exchange, share);
            byte[] outside = new byte[share.length];
            Arrays.fill(outside, (byte) 0xff);
            outside[0] = 4;
            refuses(exchange, outside);
            byte[] zero = new byte[share.length];
            zero[0] = 4;
            refuses(exchange, zero);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refusesEncapsulationKeysWithACoefficientAboveTheModulus(CryptoProvider crypto) {
        KeyExchange exchange = crypto.keyExchange(NamedGroup.X25519MLKEM768, RANDOM);
        byte[] share = exchange.generate().share();
        share[0] = (byte) 0xff;
        share[1] |= 0x0f;
        refuses(exchange, share);
    }

    @Test
    void everyPrimitiveOfTheFastestProviderIsAssigned() {
        assertThat(CryptoProviders.assignments()).containsEntry("AES_128_GCM", "jdk").containsEntry("x25519", "bc")
                .containsEntry("X25519MLKEM768", "jdk+bc").containsEntry("SHA-256", "jdk")
                .containsEntry("ecdsa_secp256r1_sha256", "bc").containsEntry("rsa_pss_rsae_sha256", "jdk");
    }

    private static void refuses(KeyExchange exchange, byte[] share) {
        try {
            exchange.encapsulate(share);
        } catch (TlsAlert alert) {
            assertThat(alert.description()).isEqualTo(AlertDescription.ILLEGAL_PARAMETER);
            return;
        }
        throw new AssertionError("share was taken: " + HEX.formatHex(share));
    }
}
