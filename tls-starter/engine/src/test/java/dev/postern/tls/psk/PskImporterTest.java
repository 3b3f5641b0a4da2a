package dev.postern.tls.psk;

import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PskImporterTest {
    private static final byte[] NAME = {'i', 'd'};

    private final CryptoProvider crypto = new JdkCryptoProvider();
    private final byte[] key = new byte[32];

    private List<ExternalPsk> imported(byte[] context) {
        return PskImporter.importPsk(NAME, Secret.copyOf(key), HashAlgorithm.SHA256, context, crypto);
    }

    @Test
    void namesProtocolAndKdfInTheIdentity() {
        assertThat(imported(new byte[]{9}).stream().map(psk -> Bytes.copyOf(psk.identity())))
                .containsExactly(Bytes.ofHex("00026964" + "000109" + "0304" + "0001"),
                        Bytes.ofHex("00026964" + "000109" + "0304" + "0002"));
    }

    /// RFC 9258 5.1, computed here with nothing but HMAC.
    @Test
    void derivesTheKeysAsTheRfcSays() throws GeneralSecurityException {
        byte[] extracted = hmac(new byte[32], key);
        for (ExternalPsk psk : imported(new byte[0])) {
            int length = psk.hash().lengthBytes();
            byte[] context = MessageDigest.getInstance("SHA-256").digest(psk.identity());
            byte[] label = "tls13 derived psk".getBytes(StandardCharsets.US_ASCII);
            byte[] info = Bytes.ofHex("00%02x%02x".formatted(length, label.length)
                    + HexFormat.of().formatHex(label) + "20" + HexFormat.of().formatHex(context)).toArray();
            byte[] first = hmac(extracted, join(info, new byte[]{1}));
            byte[] second = hmac(extracted, join(join(first, info), new byte[]{2}));
            assertThat(psk.key().expose()).isEqualTo(Arrays.copyOf(join(first, second), length));
        }
    }

    @Test
    void saysWhoTheHolderIsWithoutTheContext() {
        assertThat(imported(PskImporter.roles("a", "b"))).extracting(ExternalPsk::holder)
                .containsOnly(new PskHolder(NAME));
    }

    @Test
    void writesRolesOneAfterTheOther() {
        assertThat(PskImporter.roles("a", "bc")).containsExactly(1, 'a', 2, 'b', 'c');
    }

    @Test
    void leavesTheExternalKeyToItsOwner() {
        Secret owned = Secret.copyOf(key);
        PskImporter.importPsk(NAME, owned, HashAlgorithm.SHA384, new byte[0], crypto);
        assertThat(owned.isDestroyed()).isFalse();
    }

    /// RFC 9257 6: at least 128 bits.
    @Test
    void takesNoKeyThatIsShorterThan128Bits() {
        ExternalPsk.of(NAME, Secret.wrap(new byte[16]), HashAlgorithm.SHA256);
        assertThatThrownBy(() -> ExternalPsk.of(NAME, Secret.wrap(new byte[15]), HashAlgorithm.SHA256))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("16 bytes");
    }

    @Test
    void takesNoIdentityThatTheWireCannotCarry() {
        ExternalPsk.of(new byte[0xffff], Secret.wrap(key), HashAlgorithm.SHA256);
        for (byte[] identity : List.of(new byte[0], new byte[0x10000])) {
            assertThatThrownBy(() -> ExternalPsk.of(identity, Secret.wrap(key), HashAlgorithm.SHA256))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> imported(new byte[0xffff - 9])).isInstanceOf(IllegalArgumentException.class);
        assertThat(imported(new byte[0xffff - 10])).hasSize(2);
    }

    @Test
    void printsNoKey() {
        assertThat(imported(new byte[0]).getFirst().toString()).contains("00026964")
                .doesNotContain(HexFormat.of().formatHex(imported(new byte[0]).getFirst().key().expose()));
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
