package dev.postern.tls.wire;

import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WireWriterTest {
    @Test
    void nestsVectors() {
        byte[] written = new WireWriter()
                .vector24(outer -> outer.u8(1).vector16(middle -> middle.vector8(inner -> inner.u16(0x0203))))
                .toByteArray();

        assertThat(Bytes.copyOf(written)).hasToString("000006" + "01" + "0003" + "02" + "0203");
    }

    @Test
    void writesListsWithTheirLength() {
        byte[] written = new WireWriter().list16(List.of(1, 2), WireWriter::u16).toByteArray();

        assertThat(Bytes.copyOf(written)).hasToString("000400010002");
    }

    @Test
    void growsWithWhatIsWritten() {
        byte[] written = new WireWriter().opaque16(Bytes.copyOf(new byte[0xffff])).u32(0xffff_ffffL).toByteArray();

        assertThat(written).hasSize(2 + 0xffff + 4).endsWith(0xff, 0xff, 0xff, 0xff);
    }

    @Test
    void refusesAValueThatItsLengthCannotHold() {
        assertThatThrownBy(() -> new WireWriter().opaque8(Bytes.copyOf(new byte[256])))
                .isInstanceOfSatisfying(TlsAlert.class, alert -> assertThat(alert.fault()).isEqualTo(Fault.OUR_MISUSE));
    }
}
