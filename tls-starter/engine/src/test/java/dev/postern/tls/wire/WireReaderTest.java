package dev.postern.tls.wire;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WireReaderTest {
    @Test
    void readsNumbersAsUnsigned() {
        WireReader in = reader("ff ffff ffffff ffffffff");

        assertThat(in.u8()).isEqualTo(0xff);
        assertThat(in.u16()).isEqualTo(0xffff);
        assertThat(in.u24()).isEqualTo(0xffffff);
        assertThat(in.u32()).isEqualTo(0xffff_ffffL);
        assertThat(in.hasMore()).isFalse();
    }

    @Test
    void refusesToLookPastTheEnd() {
        assertDecodeError(() -> reader("").u8());
        assertDecodeError(() -> reader("01").u16());
        assertDecodeError(() -> reader("0102").u24());
        assertDecodeError(() -> reader("010203").u32());
        assertDecodeError(() -> reader("01").bytes(2));
    }

    @Test
    void seesOnlyItsPartOfTheArray() {
        WireReader in = new WireReader(new byte[]{1, 2, 3, 4}, 1, 2);

        assertThat(in.u16()).isEqualTo(0x0203);
        assertDecodeError(in::u8);
    }

    @Test
    void refusesAVectorLongerThanWhatIsLeft() {
        assertDecodeError(() -> reader("05 01020304").opaque8(0, 255));
        assertDecodeError(() -> reader("ffff 01").opaque16(0, 0xffff));
        assertDecodeError(() -> reader("ffffff 01").opaque24(0, 0xffffff));
    }

    @Test
    void refusesAVectorOutsideOfItsBounds() {
        assertDecodeError(() -> reader("00").opaque8(1, 32));
        assertDecodeError(() -> reader("03 010203").opaque8(0, 2));
    }

    @Test
    void refusesAVectorThatIsNotConsumed() {
        assertDecodeError(() -> reader("02 0102").vector8(0, 255, WireReader::u8));
    }

    @Test
    void refusesAListThatEndsInsideAnElement() {
        assertThat(reader("04 01020304").list8(0, 255, WireReader::u16)).containsExactly(0x0102, 0x0304);
        assertDecodeError(() -> reader("03 010203").list8(0, 255, WireReader::u16));
    }

    @Test
    void refusesWhatFollowsTheEnd() {
        assertDecodeError(() -> reader("01").end());
    }

    private static WireReader reader(String hex) {
        return new WireReader(Bytes.ofHex(hex.replace(" ", "")).toArray());
    }

    private static void assertDecodeError(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.DECODE_ERROR));
    }
}
