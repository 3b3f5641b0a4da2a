package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;
import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PinnedKeysTest {
    private final KeyPair keys = CertificateShape.newKeys();
    private final RawPublicKey key = RawPublicKey.of(keys.getPublic());
    private final PinnedKeys pins = new PinnedKeys(List.of(new byte[32], key.sha256()));

    private AlertDescription refusal(KeyHolder peer) {
        assertThat(pins.verify(peer)).isInstanceOf(PeerVerdict.Refused.class);
        return ((PeerVerdict.Refused) pins.verify(peer)).alert();
    }

    @Test
    void trustTheKeyBare() {
        assertThat(pins.verify(key)).isEqualTo(new PeerVerdict.Trusted());
    }

    @Test
    void trustTheKeyInACertificate() {
        CertificateChain chain = new CertificateChain(List.of(CertificateShape.of("anybody").selfSigned(keys)));
        assertThat(pins.verify(chain)).isEqualTo(new PeerVerdict.Trusted());
    }

    @Test
    void trustNoOtherKey() {
        KeyPair other = CertificateShape.newKeys();
        assertThat(refusal(RawPublicKey.of(other.getPublic()))).isEqualTo(AlertDescription.CERTIFICATE_UNKNOWN);
        assertThat(refusal(new CertificateChain(List.of(CertificateShape.of("anybody").selfSigned(other)))))
                .isEqualTo(AlertDescription.CERTIFICATE_UNKNOWN);
    }

    @Test
    void trustNobodyWithoutAKey() {
        assertThat(refusal(CertificateChain.EMPTY)).isEqualTo(AlertDescription.CERTIFICATE_REQUIRED);
    }

    @Test
    void areOneAtLeastAndWhole() {
        assertThatThrownBy(() -> new PinnedKeys(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PinnedKeys(List.of(new byte[31]))).isInstanceOf(IllegalArgumentException.class);
    }
}
