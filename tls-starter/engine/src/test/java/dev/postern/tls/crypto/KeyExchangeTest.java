package dev.postern.tls.crypto;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HybridGroup;
import dev.postern.tls.crypto.spi.HybridKeyExchange;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyExchangeTest {
    private static final List<NamedGroup> GROUPS = List.of(NamedGroup.X25519, NamedGroup.SECP256R1,
            NamedGroup.SECP384R1, NamedGroup.SECP521R1, NamedGroup.MLKEM768, NamedGroup.MLKEM1024,
            NamedGroup.SECP256R1MLKEM768, NamedGroup.X25519MLKEM768, NamedGroup.SECP384R1MLKEM1024);
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

    /// A half that gives what it is told, and one that gives nothing.
    private record Half(Secret secret) implements KeyExchange, KeyExchange.Generated {
        @Override
        public Generated generate() {
            return this;
        }

        @Override
        public byte[] share() {
            return new byte[0];
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            if (secret.isDestroyed()) {
                throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, "no share");
            }
            return secret;
        }

        @Override
        public void destroy() {}
    }

    @Test
    void aHybridWipesItsFirstHalfWhenTheSecondIsRefused() {
        Secret gone = Secret.wrap(new byte[32]);
        gone.destroy();
        HybridGroup group = HybridGroup.of(NamedGroup.X25519MLKEM768).orElseThrow();
        for (boolean server : new boolean[]{true, false}) {
            Half first = new Half(Secret.wrap(new byte[32]));
            KeyExchange hybrid = new HybridKeyExchange(group, first, new Half(gone));

            assertThatExceptionOfType(TlsAlert.class).isThrownBy(() -> {
                if (server) {
                    hybrid.encapsulate(new byte[1184 + 32]);
                } else {
                    hybrid.generate().decapsulate(new byte[1088 + 32]);
                }
            });
            assertThat(first.secret().isDestroyed()).isTrue();
        }
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
    void testsEveryGroupThatThereIs() {
        assertThat(providers()).allSatisfy(
                provider -> assertThat(provider.groups()).containsExactlyInAnyOrderElementsOf(GROUPS));
    }

    /// RFC 10024 for the hybrids, RFC 9846 4.3.8.2 for the curves, FIPS 203 for ML-KEM.
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            group,              client, server, secret
            secp521r1,          133,    133,    66
            MLKEM768,           1184,   1088,   32
            MLKEM1024,          1568,   1568,   32
            SecP256r1MLKEM768,  1249,   1153,   64
            X25519MLKEM768,     1216,   1120,   64
            SecP384r1MLKEM1024, 1665,   1665,   80
            """)
    void sharesAndSecretsHaveTheLengthsOfTheirDocuments(String name, int client, int server, int secret) {
        NamedGroup group = GROUPS.stream().filter(each -> each.toString().equals(name)).findFirst().orElseThrow();
        KeyExchange exchange = CryptoProviders.fastest().keyExchange(group, RANDOM);
        byte[] share = exchange.generate().share();
        KeyExchange.Encapsulated answer = exchange.encapsulate(share);
        assertThat(share).hasSize(client);
        assertThat(answer.share()).hasSize(server);
        assertThat(answer.secret().length()).isEqualTo(secret);
    }

    /// RFC 10024: ML-KEM before X25519, but behind a NIST curve, in the shares and in the secret.
    @ParameterizedTest
    @EnumSource(HybridGroup.class)
    void hybridsPutTheirPartsInTheOrderOfRfc10024(HybridGroup hybrid) {
        CryptoProvider crypto = CryptoProviders.fastest();
        KeyExchange.Generated first = crypto.keyExchange(hybrid.first(), RANDOM).generate();
        KeyExchange.Generated second = crypto.keyExchange(hybrid.second(), RANDOM).generate();
        assertThat(hybrid.first().toString().startsWith("MLKEM"))
                .isEqualTo(hybrid == HybridGroup.X25519MLKEM768);

        KeyExchange.Encapsulated answer = crypto.keyExchange(hybrid.group(), RANDOM)
                .encapsulate(joined(first.share(), second.share()));

        // The second part of the answer is what it is alone, so the border lies where it should.
        int border = answer.share().length
                - crypto.keyExchange(hybrid.second(), RANDOM).encapsulate(second.share()).share().length;
        byte[] secret = joined(first.decapsulate(Arrays.copyOf(answer.share(), border)).expose(),
                second.decapsulate(Arrays.copyOfRange(answer.share(), border, answer.share().length)).expose());
        assertThat(answer.secret()).isEqualTo(Secret.wrap(secret));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
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
        for (NamedGroup group : List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1)) {
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
        Map<NamedGroup, Integer> whereItsKeyBegins = Map.of(NamedGroup.MLKEM768, 0, NamedGroup.MLKEM1024, 0,
                NamedGroup.X25519MLKEM768, 0, NamedGroup.SECP256R1MLKEM768, 65, NamedGroup.SECP384R1MLKEM1024, 97);
        whereItsKeyBegins.forEach((group, at) -> {
            KeyExchange exchange = crypto.keyExchange(group, RANDOM);
            byte[] share = exchange.generate().share();
            share[at] = (byte) 0xff;
            share[at + 1] |= 0x0f;
            refuses(exchange, share);
        });
    }

    @ParameterizedTest
    @MethodSource("providers")
    void refusesAHybridWhosePointIsNotOnTheCurve(CryptoProvider crypto) {
        for (NamedGroup group : List.of(NamedGroup.SECP256R1MLKEM768, NamedGroup.SECP384R1MLKEM1024)) {
            KeyExchange exchange = crypto.keyExchange(group, RANDOM);
            byte[] share = exchange.generate().share();
            share[40] ^= 1;
            refuses(exchange, share);
        }
    }

    /// A client too: the server's half may be as bad as a client's.
    @ParameterizedTest
    @MethodSource("groupsOfEach")
    void refusesAnAnswerOfAnotherLength(Case one) {
        KeyExchange exchange = one.client().keyExchange(one.group(), RANDOM);
        KeyExchange.Generated client = exchange.generate();
        byte[] answer = exchange.encapsulate(client.share()).share();
        for (byte[] wrong : List.of(Arrays.copyOf(answer, answer.length - 1), Arrays.copyOf(answer, answer.length + 1),
                new byte[0])) {
            assertThatExceptionOfType(TlsAlert.class).isThrownBy(() -> client.decapsulate(wrong)).satisfies(
                    alert -> assertThat(alert.description()).isEqualTo(AlertDescription.ILLEGAL_PARAMETER));
        }
    }

    @Test
    void everyPrimitiveOfTheFastestProviderIsAssigned() {
        assertThat(CryptoProviders.assignments()).containsEntry("AES_128_GCM", "jdk").containsEntry("x25519", "bc")
                .containsEntry("X25519MLKEM768", "jdk+bc").containsEntry("SecP384r1MLKEM1024", "jdk+bc")
                .containsEntry("MLKEM1024", "jdk").containsEntry("secp521r1", "bc").containsEntry("SHA-256", "jdk")
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
