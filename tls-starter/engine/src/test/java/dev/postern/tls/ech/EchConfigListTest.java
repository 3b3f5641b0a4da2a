package dev.postern.tls.ech;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// ECHConfigList (RFC 9849 4): what is parsed, what is passed over, and what a client may use.
class EchConfigListTest {
    private static final int MANDATORY = 0xbaba;
    private static final int OPTIONAL = 0x3a3a;

    private final CryptoProvider crypto = CryptoProviders.fastest();
    private final RandomSource random = bytes -> Arrays.fill(bytes, (byte) 9);
    private final EchConfig config = EchKey.generate(crypto, random, 7, "public.example", 40).config();

    @Test
    void writesWhatItReads() {
        EchConfigList list = EchConfigList.of(List.of(config, config));
        EchConfigList read = EchConfigList.parse(list.toByteArray());

        assertThat(read).isEqualTo(list);
        assertThat(read.configs()).hasSize(2);
        EchConfig first = read.configs().getFirst();
        assertThat(first).isEqualTo(config);
        assertThat(first.configId()).isEqualTo(7);
        assertThat(first.publicName()).isEqualTo("public.example");
        assertThat(first.maximumNameLength()).isEqualTo(40);
        assertThat(first.publicKey()).hasSize(32);
        assertThat(first.suites()).hasSize(3);
        assertThat(EchConfig.parse(config.toByteArray())).isEqualTo(config);
    }

    @Test
    @Rfc(number = 9849, section = "4")
    void passesOverUnknownVersions() {
        byte[] list = list(out -> out.u16(0xfe0a).opaque16(Bytes.ofHex("0102")).bytes(config.toByteArray()));

        assertThat(EchConfigList.parse(list).configs()).containsExactly(config);
        assertThat(EchSealing.of(EchConfigList.parse(list), crypto, random)).isPresent();
    }

    @Test
    @Rfc(number = 9849, section = "4.2")
    void refusesMandatoryExtensionsItDoesNotKnow() {
        assertThat(usable(contents("public.example", HpkeSuite.KEM_X25519, MANDATORY))).isFalse();
        assertThat(usable(contents("public.example", HpkeSuite.KEM_X25519, OPTIONAL))).isTrue();
        assertThat(usable(contents("public.example", HpkeSuite.KEM_X25519, OPTIONAL, OPTIONAL))).isFalse();
    }

    @Test
    @Rfc(number = 9849, section = "6.1")
    void takesTheFirstConfigurationThatItCanUse() {
        byte[] list = list(out -> out.bytes(contents("other.example", 0x0021))
                .bytes(contents("other.example", HpkeSuite.KEM_X25519, MANDATORY)).bytes(config.toByteArray()));

        assertThat(EchSealing.of(EchConfigList.parse(list), crypto, random).orElseThrow().config()).isEqualTo(config);
    }

    @Test
    void usesNothingWithoutHpke() {
        assertThat(EchSealing.of(EchConfigList.of(List.of(config)), CryptoProviders.jdk(), random)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "public.example.", ".public.example", "a..b", "under_score.example", "-a.example",
        "a-.example", "a b.example", "1.2.3.4", "example.0x", "example.0XfF", "example.12", "b\u00fccher.example",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1234.example"})
    @Rfc(number = 9849, section = "6.1.7")
    void refusesPublicNamesThatAreNoHostNames(String name) {
        assertThat(PublicName.isValid(name)).isFalse();
        assertThatThrownBy(() -> EchKey.generate(crypto, random, 0, name, 0))
                .isInstanceOf(IllegalArgumentException.class);
        if (!name.isEmpty()) {
            assertThat(usable(contents(name, HpkeSuite.KEM_X25519))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "public.example", "0x.example", "12.example", "x--y.example", "a.0xg",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff123.example"})
    void takesPublicNamesThatAreHostNames(String name) {
        assertThat(usable(contents(name, HpkeSuite.KEM_X25519))).isTrue();
    }

    @Test
    void refusesWhatIsNoList() {
        byte[] whole = EchConfigList.of(List.of(config)).toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> EchConfigList.parse(cut)).as("%d bytes", length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        byte[] tooLong = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> EchConfigList.parse(tooLong)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EchConfigList.ofPeer(tooLong)).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.DECODE_ERROR));
        assertThatThrownBy(() -> EchConfigList.parse(list(out -> {}))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EchConfigList.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Attack(22)
    void refusesContentsThatEndEarlyOrLate() {
        byte[] contents = Arrays.copyOfRange(config.toByteArray(), 4, config.toByteArray().length);
        for (int length = 0; length <= contents.length + 1; length++) {
            Bytes changed = Bytes.copyOf(Arrays.copyOf(contents, length));
            byte[] list = list(out -> out.u16(EchConfig.VERSION).opaque16(changed));
            if (length != contents.length) {
                assertThatThrownBy(() -> EchConfigList.parse(list)).as("%d bytes", length)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private boolean usable(byte[] config) {
        return EchSealing.of(EchConfigList.parse(list(out -> out.bytes(config))), crypto, random).isPresent();
    }

    private byte[] contents(String name, int kem, int... extensions) {
        return new WireWriter().u16(EchConfig.VERSION).vector16(out -> out.u8(1).u16(kem)
                .opaque16(Bytes.copyOf(config.publicKey()))
                .vector16(suites -> suites.u16(HpkeSuite.KDF_HKDF_SHA256).u16(HpkeSuite.AEAD_CHACHA20_POLY1305)).u8(0)
                .opaque8(Bytes.copyOf(name.getBytes(StandardCharsets.ISO_8859_1)))
                .vector16(block -> Arrays.stream(extensions).forEach(type -> block.u16(type).opaque16(Bytes.EMPTY))))
                .toByteArray();
    }

    private static byte[] list(Consumer<WireWriter> configs) {
        return new WireWriter().vector16(configs).toByteArray();
    }
}
