package dev.postern.tls.psk;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TicketKeyRingTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private final Random seeded = new Random(1);
    private final RandomSource random = seeded::nextBytes;

    private TicketKeyRing ring() {
        return new TicketKeyRing(random, Duration.ofHours(12), 0);
    }

    private static TicketKey current(TicketKeyRing ring) {
        return ring.current().orElseThrow();
    }

    @Test
    void keepsItsKeyUntilThePeriodIsOver() {
        TicketKeyRing ring = ring();
        TicketKey first = current(ring);
        assertThat(ring.advance(12 * HOUR - 1)).isFalse();
        assertThat(current(ring)).isSameAs(first);
        assertThat(ring.advance(12 * HOUR)).isTrue();
        assertThat(current(ring)).isNotSameAs(first);
    }

    @Test
    @EarlyDataRule("2.12")
    void opensWithThePreviousKeyForOnePeriodMore() {
        TicketKeyRing ring = ring();
        TicketKey first = current(ring);
        ring.advance(12 * HOUR);
        assertThat(ring.find(first.name())).containsSame(first);
        ring.advance(24 * HOUR);
        assertThat(ring.find(first.name())).isEmpty();
    }

    @Test
    void knowsTheNextKeyBeforeItSeals() {
        TicketKeyRing ring = ring();
        String next = ring.keys(0).stream().filter(key -> key.role() == TicketKeyRing.Role.NEXT).findFirst()
                .orElseThrow().id();
        ring.rotate(1);
        assertThat(current(ring).id()).isEqualTo(next);
    }

    @Test
    @EarlyDataRule("2.12")
    void leavesNothingOldAfterALongPause() {
        TicketKeyRing ring = ring();
        TicketKey first = current(ring);
        ring.advance(24 * HOUR);
        assertThat(ring.find(first.name())).isEmpty();
    }

    @Test
    void forgetsEveryKeyWhenRevoked() {
        TicketKeyRing ring = ring();
        TicketKey first = current(ring);
        ring.rotate(1);
        TicketKey second = current(ring);
        ring.revokeAll(2);
        assertThat(ring.find(first.name())).isEmpty();
        assertThat(ring.find(second.name())).isEmpty();
        assertThat(ring.keys(2)).extracting(TicketKeyRing.KeyView::role).containsExactly(TicketKeyRing.Role.NEXT,
                TicketKeyRing.Role.CURRENT);
    }

    @Test
    void showsAgesAndNamesButNeverMaterial() {
        byte[] material = new byte[TicketKey.KEY_BYTES];
        material[0] = (byte) 0xab;
        TicketKey key = new TicketKey(new byte[TicketKey.NAME_BYTES], Secret.wrap(material), 5);
        assertThat(key.toString()).isEqualTo("TicketKey[00000000000000000000000000000000]");
        TicketKeyRing ring = ring();
        ring.rotate(HOUR);
        List<TicketKeyRing.KeyView> keys = ring.keys(3 * HOUR);
        assertThat(keys).extracting(TicketKeyRing.KeyView::ageMillis).containsExactly(2 * HOUR, 3 * HOUR, 3 * HOUR);
    }

    @Test
    @EarlyDataRule("2.12")
    void refusesToRotateMoreSlowlyThanEveryTwelveHours() {
        assertThatThrownBy(() -> new TicketKeyRing(random, Duration.ofHours(13), 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("12 hours");
    }

    @Test
    @Attack(25)
    void refusesAKeyOfZeros() {
        assertThatThrownBy(() -> new TicketKey(new byte[TicketKey.NAME_BYTES],
                Secret.wrap(new byte[TicketKey.KEY_BYTES]), 0)).hasMessageContaining("zeros");
    }

    @Test
    void isTheSameAfterARestart() {
        TicketKeyRing ring = ring();
        ring.rotate(1);
        TicketKeyRing restored = TicketKeyRing.restore(ring.save(), random, Duration.ofHours(12));
        assertThat(restored.keys(2)).isEqualTo(ring.keys(2));
        assertThat(restored.save()).isEqualTo(ring.save());
        assertThat(restored.advance(12 * HOUR)).isFalse();
        assertThat(restored.advance(12 * HOUR + 1)).isTrue();
    }

    @Test
    void opensForOnePeriodWhatAnotherRingSealed() {
        TicketKeyRing other = ring();
        TicketKey theirPrevious = current(other);
        other.rotate(1);
        TicketKey theirCurrent = current(other);
        TicketKeyRing ring = ring();
        TicketKey own = current(ring);
        ring.adopt(other, HOUR);
        assertThat(current(ring)).as("it never seals with an adopted key").isSameAs(own);
        assertThat(ring.find(theirPrevious.name())).containsSame(theirPrevious);
        assertThat(ring.find(theirCurrent.name())).containsSame(theirCurrent);
        ring.advance(12 * HOUR);
        assertThat(ring.find(theirCurrent.name())).as("its own rotation is not theirs").containsSame(theirCurrent);
        assertThat(ring.advance(13 * HOUR)).as("the keys that were wiped have to be saved as gone").isTrue();
        assertThat(ring.find(theirCurrent.name())).isEmpty();
        assertThat(ring.find(own.name())).containsSame(own);
    }

    @Test
    void adoptsNoKeyThatItHas() {
        TicketKeyRing ring = ring();
        List<TicketKeyRing.KeyView> before = ring.keys(0);
        ring.adopt(TicketKeyRing.restore(ring.save(), random, Duration.ofHours(12)), 0);
        assertThat(ring.keys(0)).isEqualTo(before);
    }

    @Test
    void revokesAdoptedKeysToo() {
        TicketKeyRing other = ring();
        TicketKey theirs = current(other);
        TicketKeyRing ring = ring();
        ring.adopt(other, 0);
        ring.revokeAll(1);
        assertThat(ring.find(theirs.name())).isEmpty();
    }

    @Test
    void wipesWhatTheOneInItsPlaceDidNotTakeFromIt() {
        TicketKeyRing ring = ring();
        TicketKey sealed = current(ring);
        ring.rotate(1);
        TicketKey sealing = current(ring);
        TicketKey sealsLater = ring.find(HexFormat.of().parseHex(ring.keys(1).getFirst().id())).orElseThrow();
        TicketKeyRing next = ring();
        next.adopt(ring, 2);
        ring.retireFor(next);
        assertThat(isWiped(sealsLater)).as("it sealed nothing").isTrue();
        assertThat(isWiped(sealed)).isFalse();
        assertThat(isWiped(sealing)).isFalse();
        next.retireFor(ring());
        assertThat(isWiped(sealed)).isTrue();
        assertThat(isWiped(sealing)).isTrue();
    }

    private static boolean isWiped(TicketKey key) {
        return key.deriveFor(new byte[32], CryptoProviders.fastest().keySchedule(HashAlgorithm.SHA256)).isEmpty();
    }

    @Test
    void saysWhenItIsDue() {
        TicketKeyRing ring = ring();
        assertThat(ring.isDue(12 * HOUR - 1)).isFalse();
        assertThat(ring.isDue(12 * HOUR)).isTrue();
        ring.adopt(ring(), HOUR);
        ring.rotate(2 * HOUR);
        assertThat(ring.isDue(13 * HOUR - 1)).isFalse();
        assertThat(ring.isDue(13 * HOUR)).as("an adopted key falls out").isTrue();
    }

    /// As where a machine starts with a wrong clock: until the time came that it began with, nothing would be due.
    @Test
    void rotatesAtOnceWhenTheClockIsSetBack() {
        long ahead = 30 * 24 * HOUR;
        TicketKeyRing ring = new TicketKeyRing(random, Duration.ofHours(12), ahead);
        TicketKey first = current(ring);
        assertThat(ring.isDue(HOUR)).isTrue();
        assertThat(ring.advance(HOUR)).isTrue();
        assertThat(current(ring)).isNotSameAs(first);
        assertThat(ring.find(first.name())).as("what it sealed opens").containsSame(first);
        TicketKey second = current(ring);
        assertThat(ring.isDue(13 * HOUR - 1)).isFalse();
        assertThat(ring.advance(13 * HOUR - 1)).isFalse();
        assertThat(current(ring)).isSameAs(second);
        assertThat(ring.advance(13 * HOUR)).as("the new time counts").isTrue();
    }

    @Test
    void rotatesAtOnceWhenTheClockIsSetBackWithinAPeriod() {
        TicketKeyRing ring = ring();
        ring.advance(11 * HOUR);
        TicketKey first = current(ring);
        assertThat(ring.advance(HOUR)).isTrue();
        assertThat(current(ring)).isNotSameAs(first);
    }

    @Test
    void bearsAMinuteOfDisorder() {
        TicketKeyRing ring = ring();
        ring.advance(HOUR);
        assertThat(ring.isDue(HOUR - 60_000)).isFalse();
        assertThat(ring.advance(HOUR - 60_000)).isFalse();
        assertThat(ring.advance(HOUR - 60_001)).as("little by little").isTrue();
    }

    /// Its clock may be behind that of the process that saved it: its own has not been set back.
    @Test
    void doesNotTakeAnotherClockForOneThatWasSetBack() {
        TicketKeyRing ahead = new TicketKeyRing(random, Duration.ofHours(12), HOUR);
        TicketKeyRing restored = TicketKeyRing.restore(ahead.save(), random, Duration.ofHours(12));
        assertThat(restored.isDue(0)).isFalse();
        assertThat(restored.advance(0)).isFalse();
    }

    @Test
    void keepsAdoptedKeysOverARestart() {
        TicketKeyRing other = ring();
        TicketKey theirs = current(other);
        TicketKeyRing ring = ring();
        ring.adopt(other, HOUR);
        TicketKeyRing restored = TicketKeyRing.restore(ring.save(), random, Duration.ofHours(12));
        assertThat(restored.keys(HOUR)).isEqualTo(ring.keys(HOUR));
        assertThat(restored.find(theirs.name())).isPresent();
        restored.advance(13 * HOUR);
        assertThat(restored.find(theirs.name())).isEmpty();
    }

    @Test
    void doesNotGrowWithEveryRestart() {
        TicketKeyRing ring = ring();
        TicketKey last = current(ring);
        for (int i = 0; i < 100; i++) {
            TicketKeyRing other = ring();
            last = current(other);
            ring.adopt(other, i);
        }
        assertThat(ring.keys(100)).hasSizeLessThan(20);
        assertThat(ring.find(last.name())).containsSame(last);
    }

    @Test
    void restoresNothingButWhatItSaved() {
        TicketKeyRing ring = ring();
        TicketKeyRing adopting = ring();
        adopting.adopt(ring, 0);
        int plain = ring.save().length;
        for (byte[] saved : List.of(ring.save(), adopting.save())) {
            for (int length = 0; length < saved.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(saved, length);
                if (length != plain) {
                    assertThatThrownBy(() -> TicketKeyRing.restore(cut, random, Duration.ofHours(12)))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }
}
