package dev.postern.tls.keys;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyScheduleTest {
    private static final byte[] TRANSCRIPT = new byte[32];

    private final CryptoProvider crypto = CryptoProviders.fastest();
    private final KeySchedulePrimitives primitives = crypto.keySchedule(HashAlgorithm.SHA256);

    @Test
    @Attack(7)
    @EarlyDataRule("4.2")
    void aStageThatWasLeftIsWiped() {
        EarlySecret early = EarlySecret.withoutPsk(primitives, SecretLog.OFF);
        Secret shared = Secret.wrap(new byte[32]);
        HandshakeSecret handshake = early.advance(shared);
        assertThat(shared.isDestroyed()).isTrue();
        assertThatThrownBy(() -> early.clientTraffic(TRANSCRIPT)).isInstanceOf(IllegalStateException.class);

        handshake.advance();
        assertThatThrownBy(() -> handshake.clientTraffic(TRANSCRIPT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void updatingATrafficSecretWipesItAndGivesOtherKeys() {
        TrafficSecret first = main().clientTraffic(TRANSCRIPT);
        TrafficKeys firstKeys = first.keys(AeadAlgorithm.AES_256_GCM);
        TrafficSecret second = first.next();

        assertThat(second.keys(AeadAlgorithm.AES_256_GCM).key()).isNotEqualTo(firstKeys.key());
        assertThatThrownBy(() -> first.keys(AeadAlgorithm.AES_256_GCM)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bindersOfTheTwoKindsDiffer() {
        EarlySecret early = EarlySecret.withPsk(primitives, Secret.wrap(new byte[32]), SecretLog.OFF);

        assertThat(early.resumptionBinder(TRANSCRIPT)).hasSize(32).isNotEqualTo(early.externalBinder(TRANSCRIPT));
    }

    @Test
    @EarlyDataRule("4.3")
    void ticketsOfOneConnectionHaveDifferentPsks() {
        ResumptionSecret resumption = main().resumption(TRANSCRIPT);

        assertThat(resumption.psk(new byte[]{0})).isNotEqualTo(resumption.psk(new byte[]{1}));
    }

    @Test
    @Rfc(number = 9846, section = "7.5", clause = 1)
    void exportsDependOnLabelContextAndStage() {
        byte[] context = {1};
        Exporter exporter = main().exporter(TRANSCRIPT);
        byte[] exported = exporter.export("EXPORTER-test", context, 40);

        assertThat(exported).hasSize(40).isNotEqualTo(exporter.export("EXPORTER-other", context, 40))
                .isNotEqualTo(exporter.export("EXPORTER-test", new byte[0], 40))
                .isNotEqualTo(EarlySecret.withoutPsk(primitives, SecretLog.OFF).exporter(TRANSCRIPT)
                        .export("EXPORTER-test", context, 40));
    }

    @Test
    void afterARetryTheFirstHelloIsItsHash() {
        byte[] hello = {1, 0, 0, 1, 7};
        TranscriptHash first = TranscriptHash.start(crypto, HashAlgorithm.SHA256);
        first.update(hello);
        TranscriptHash byHand = TranscriptHash.start(crypto, HashAlgorithm.SHA256);
        byHand.update(new byte[]{(byte) 254, 0, 0, 32});
        byHand.update(first.current());

        assertThat(TranscriptHash.startAfterRetry(crypto, HashAlgorithm.SHA256, first.current()).current())
                .isEqualTo(byHand.current());
    }

    @Test
    void theTranscriptGoesOnAfterItWasLookedAt() {
        TranscriptHash whole = TranscriptHash.start(crypto, HashAlgorithm.SHA384);
        whole.update(new byte[]{1, 2, 3});
        TranscriptHash parts = TranscriptHash.start(crypto, HashAlgorithm.SHA384);
        parts.update(new byte[]{1});
        byte[] ahead = parts.currentWith(new byte[]{2, 3}, 0, 2);
        parts.update(new byte[]{2, 3});

        assertThat(ahead).isEqualTo(whole.current()).isEqualTo(parts.current());
    }

    @Test
    void secretsAreNotPrinted() {
        Secret psk = Secret.wrap("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        TrafficKeys keys = new TrafficKeys(AeadAlgorithm.AES_128_GCM, psk, psk);

        assertThat(keys.toString()).doesNotContain("0123").doesNotContain("30313233");
    }

    private MainSecret main() {
        return EarlySecret.withoutPsk(primitives, SecretLog.OFF).advance(Secret.wrap(new byte[32])).advance();
    }
}
