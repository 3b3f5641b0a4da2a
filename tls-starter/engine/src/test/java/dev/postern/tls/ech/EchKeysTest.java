package dev.postern.tls.ech;

import dev.postern.checks.Rfc;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The keys of a server, and what opens with which.
class EchKeysTest {
    private static final byte[] AAD = {1, 2};
    private static final byte[] INNER = {3, 4, 5};

    private final CryptoProvider crypto = CryptoProviders.fastest();
    private final RandomSource random = new Random(1)::nextBytes;
    private final EchKey older = EchKey.generate(crypto, random, 1, "public.example", 0);
    private final EchKey newer = EchKey.generate(crypto, random, 2, "public.example", 0);

    @Test
    void openWithTheKeyThatIsMeant() {
        EchKeys keys = EchKeys.of(List.of(newer, older.retired()));

        assertThat(open(keys, sealing(newer), 2)).map(EchOpening::firstInner).hasValue(INNER);
        assertThat(open(keys, sealing(older), 1)).map(EchOpening::firstInner).hasValue(INNER);
        assertThat(open(keys, sealing(older), 2)).as("another key's config_id").isEmpty();
        assertThat(open(keys, sealing(older), 3)).as("nobody's config_id").isEmpty();
        assertThat(open(EchKeys.NONE, sealing(older), 1)).isEmpty();
    }

    @Test
    @Rfc(number = 9849, section = "7.1")
    void tryEveryKeyOfTheSameConfigId() {
        EchKey twin = EchKey.generate(crypto, random, 1, "public.example", 0);

        assertThat(open(EchKeys.of(List.of(twin, older)), sealing(older), 1)).isPresent();
        assertThat(open(EchKeys.of(List.of(older, twin)), sealing(older), 1)).isPresent();
    }

    @Test
    void openNothingUnderASuiteThatWasNotOffered() {
        EchSealing sealing = sealing(older);
        byte[] payload = sealing.seal(AAD, INNER);

        assertThat(EchKeys.of(List.of(older)).open(crypto, 1, 2, HpkeSuite.AEAD_AES_128_GCM, sealing.encapsulated(),
                AAD, payload)).isEmpty();
        assertThat(EchKeys.of(List.of(older)).open(crypto, 1, HpkeSuite.KDF_HKDF_SHA256, 0xffff,
                sealing.encapsulated(), AAD, payload)).isEmpty();
    }

    @Test
    void publishNoRetiredKey() {
        assertThat(EchKeys.of(List.of(newer, older.retired())).published())
                .hasValue(EchConfigList.of(List.of(newer.config())));
        assertThat(EchKeys.of(List.of(older.retired())).published()).isEmpty();
        assertThat(EchKeys.NONE.published()).isEmpty();
    }

    @Test
    @Rfc(number = 9849, section = "4.1")
    void findConfigIdsThatAreFree() {
        List<EchKey> all = new ArrayList<>();
        for (int id = 0; id < 256; id++) {
            if (id != 77) {
                all.add(EchKey.generate(crypto, random, id, "public.example", 0));
            }
        }
        assertThat(EchKeys.of(all).freeConfigId(random)).isEqualTo(77);
        all.add(EchKey.generate(crypto, random, 77, "public.example", 0));
        assertThatThrownBy(() -> EchKeys.of(all).freeConfigId(random)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverPrintAPrivateKey() {
        assertThat(older.toString()).contains("Secret[32 bytes]").contains("public.example");
    }

    private EchSealing sealing(EchKey key) {
        return EchSealing.of(EchConfigList.of(List.of(key.config())), crypto, random).orElseThrow();
    }

    private Optional<EchOpening> open(EchKeys keys, EchSealing sealing, int configId) {
        return keys.open(crypto, configId, sealing.hpkeSuite().kdf(), sealing.hpkeSuite().aead(),
                sealing.encapsulated(), AAD,
                sealing.seal(AAD, INNER));
    }
}
