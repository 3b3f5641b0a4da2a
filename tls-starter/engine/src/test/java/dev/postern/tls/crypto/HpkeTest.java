package dev.postern.tls.crypto;

import dev.postern.checks.Rfc;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.Vectors;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// HPKE in its base mode against RFC 9180 A, and with what is no key.
class HpkeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] INFO = {1, 2, 3};
    private static final byte[] NOTHING = {};
    private static final HpkeSuite X25519 = new HpkeSuite(HpkeSuite.KEM_X25519, HpkeSuite.KDF_HKDF_SHA256,
            HpkeSuite.AEAD_AES_128_GCM);
    private static final HpkeSuite P256 = new HpkeSuite(HpkeSuite.KEM_P256, HpkeSuite.KDF_HKDF_SHA256,
            HpkeSuite.AEAD_AES_128_GCM);
    private static final RandomSource COUNTER = bytes -> Arrays.fill(bytes, (byte) 7);

    private final CryptoProvider crypto = CryptoProviders.fastest();

    @Test
    @Rfc(number = 9180, section = "5.1.1")
    void sealsAndOpensTheVectorsOfRfc9180() {
        List<Map<String, String>> vectors = Vectors.load("/dev/postern/tls/crypto/rfc9180.txt");
        assertThat(vectors).hasSize(4);
        for (Map<String, String> vector : vectors) {
            Hpke hpke = crypto.hpke(new HpkeSuite(number(vector, "kem_id"), number(vector, "kdf_id"),
                    number(vector, "aead_id")));
            RandomSource ephemeral = bytes -> System.arraycopy(hex(vector, "ikmE"), 0, bytes, 0, bytes.length);
            Hpke.Sender sender = hpke.sender(hex(vector, "pkRm"), hex(vector, "info"), ephemeral).orElseThrow();
            Hpke.Receiver receiver = hpke.receiver(hex(vector, "enc"),
                    new Hpke.KeyPair(hex(vector, "pkRm"), Secret.wrap(hex(vector, "skRm"))), hex(vector, "info"))
                    .orElseThrow();

            assertThat(sender.encapsulated()).isEqualTo(hex(vector, "enc"));
            for (int i = 0; i < 2; i++) {
                byte[] additionalData = hex(vector, "aad" + i);
                assertThat(sender.seal(additionalData, hex(vector, "pt" + i))).isEqualTo(hex(vector, "ct" + i));
                assertThat(receiver.open(additionalData, hex(vector, "ct" + i))).hasValue(hex(vector, "pt" + i));
            }
        }
    }

    @Test
    void opensNothingThatWasChanged() {
        Hpke hpke = crypto.hpke(X25519);
        Hpke.KeyPair keys = hpke.generate(COUNTER);
        Hpke.Sender sender = hpke.sender(keys.publicKey(), INFO, COUNTER).orElseThrow();
        byte[] sealed = sender.seal(NOTHING, new byte[10]);
        Hpke.Receiver receiver = hpke.receiver(sender.encapsulated(), keys, INFO).orElseThrow();

        assertThat(receiver.open(new byte[1], sealed)).isEmpty();
        sealed[3] ^= 1;
        assertThat(receiver.open(NOTHING, sealed)).isEmpty();
        assertThat(receiver.open(NOTHING, new byte[15])).isEmpty();
        sealed[3] ^= 1;
        assertThat(receiver.open(NOTHING, sealed)).as("what did not open moved no sequence number").isPresent();
    }

    @Test
    void knowsWhatIsNoKey() {
        Hpke x25519 = crypto.hpke(X25519);
        assertThat(x25519.sender(new byte[31], INFO, COUNTER)).isEmpty();
        assertThat(x25519.sender(new byte[32], INFO, COUNTER)).as("the point that leads to zero").isEmpty();
        assertThat(x25519.receiver(new byte[32], x25519.generate(COUNTER), INFO)).isEmpty();
        assertThat(x25519.receiver(new byte[33], x25519.generate(COUNTER), INFO)).isEmpty();
        Hpke p256 = crypto.hpke(P256);
        byte[] offCurve = p256.generate(COUNTER).publicKey();
        offCurve[64] ^= 1;
        assertThat(p256.sender(offCurve, INFO, COUNTER)).isEmpty();
        assertThat(p256.receiver(offCurve, p256.generate(COUNTER), INFO)).isEmpty();
    }

    @Test
    void isThereWhereBouncyCastleIs() {
        assertThat(crypto.hpkeSuites()).isEqualTo(HpkeSuite.ALL);
        assertThat(CryptoProviders.bouncyCastle().hpkeSuites()).isEqualTo(HpkeSuite.ALL);
        assertThat(CryptoProviders.jdk().hpkeSuites()).isEmpty();
        assertThatThrownBy(() -> CryptoProviders.jdk().hpke(X25519)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> crypto.hpke(new HpkeSuite(HpkeSuite.KEM_X25519, 2, 1)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static byte[] hex(Map<String, String> vector, String name) {
        return HEX.parseHex(vector.get(name));
    }

    private static int number(Map<String, String> vector, String name) {
        return Integer.parseInt(vector.get(name));
    }
}
