package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.config.RecordPadding;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// How large records are: what the peer takes (RFC 8449), what we want to send, and padding.
class RecordSizeTest {
    private static final int HEADER = 5;
    private static final int TAG = 16;
    private static final int APPLICATION_DATA = 23;

    private final PairSetup setup = new PairSetup();
    private final List<byte[]> fromClient = new ArrayList<>();
    private final List<byte[]> fromServer = new ArrayList<>();

    @Test
    void eachEndKeepsToWhatTheOtherTakes() {
        setup.server(server -> server.records(receiving(200))).client(client -> client.records(receiving(100)));
        Pair pair = watched(setup.pair()).handshake();
        assertConnected(pair);

        talk(pair, new byte[1000]);

        assertThat(innerPlaintexts(fromServer)).as("its certificate, too").allMatch(bytes -> bytes <= 100)
                .contains(100);
        assertThat(innerPlaintexts(fromClient)).allMatch(bytes -> bytes <= 200).contains(200);
    }

    @Test
    void theLeastLimitIsEnoughForAHandshake() {
        setup.server(server -> server.records(receiving(64))).client(client -> client.records(receiving(64)));
        Pair pair = watched(setup.pair()).handshake();
        assertConnected(pair);

        talk(pair, new byte[70_000]);

        assertThat(innerPlaintexts(fromServer)).allMatch(bytes -> bytes <= 64);
        assertThat(innerPlaintexts(fromClient)).allMatch(bytes -> bytes <= 64);
    }

    @Test
    void byDefaultARecordCarriesAllThatRfc9846Allows() {
        Pair pair = watched(setup.pair()).handshake();

        talk(pair, new byte[40_000]);

        assertThat(innerPlaintexts(fromServer)).contains((1 << 14) + 1);
        assertThat(innerPlaintexts(fromClient)).contains((1 << 14) + 1);
    }

    @Test
    void sendsRecordsAsSmallAsItsOwnPolicyWants() {
        setup.server(server -> server.records(new RecordPolicy(512, 16_385, RecordPadding.NONE)));
        Pair pair = watched(setup.pair()).handshake();
        assertConnected(pair);

        talk(pair, new byte[2000]);

        assertThat(innerPlaintexts(fromServer)).allMatch(bytes -> bytes <= 513).contains(513);
        assertThat(innerPlaintexts(fromClient)).contains(2001);
    }

    /// Keys of early data come from the earlier handshake, and so do its limits (RFC 8449 4).
    @Test
    void earlyDataIsNotBoundByALimitThatTheClientCouldNotKnow() {
        ClientSession session = setup.session();
        setup.server(server -> server.records(receiving(64)));
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send(new byte[1000]);

        pair.exchange();

        assertConnected(pair);
        assertThat(pair.server().inbox().earlyBytes()).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 256, 1024, 16_385})
    @Rfc(number = 9846, section = "5.4")
    void padsToAMultiple(int multiple) {
        RecordPolicy padded = new RecordPolicy(1 << 14, 16_385, RecordPadding.toMultipleOf(multiple));
        setup.server(server -> server.records(padded)).client(client -> client.records(padded));
        Pair pair = watched(setup.pair()).handshake();
        assertConnected(pair);

        talk(pair, new byte[20_000]);

        assertThat(innerPlaintexts(fromServer))
                .allMatch(bytes -> bytes % multiple == 0 || bytes == (1 << 14) + 1);
        assertThat(innerPlaintexts(fromClient))
                .allMatch(bytes -> bytes % multiple == 0 || bytes == (1 << 14) + 1);
    }

    @Test
    void paddingStaysWithinItsBoundAndWithinWhatThePeerTakes() {
        setup.server(server -> server.records(new RecordPolicy(1 << 14, 16_385, new RecordPadding(1000, 30))))
                .client(client -> client.records(receiving(150)));
        Pair pair = watched(setup.pair()).handshake();
        assertConnected(pair);
        fromServer.clear();

        talk(pair, new byte[10]);

        assertThat(innerPlaintexts(fromServer)).containsExactly(10 + 1 + 30);
        fromServer.clear();
        talk(pair, new byte[140]);
        assertThat(innerPlaintexts(fromServer)).containsExactly(150);
    }

    /// RFC 9846 5.4: two answers of different lengths look the same.
    @Test
    void hidesTheLengthOfAnAnswer() {
        setup.server(server -> server.records(new RecordPolicy(1 << 14, 16_385, RecordPadding.toMultipleOf(512))));
        Pair pair = watched(setup.pair()).handshake();
        fromServer.clear();

        talk(pair, new byte[3]);
        talk(pair, new byte[500]);

        assertThat(innerPlaintexts(fromServer)).containsExactly(512, 512);
    }

    @ParameterizedTest
    @CsvSource({"63, 16385", "16385, 16385", "16384, 63", "16384, 16386"})
    void refusesSizesThatNoRecordCanHave(int send, int receive) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordPolicy(send, receive, RecordPadding.NONE));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "16386, 0", "16, -1", "16, 16385"})
    void refusesPaddingThatNoRecordCanHave(int multiple, int most) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordPadding(multiple, most));
    }

    private static RecordPolicy receiving(int bytes) {
        return new RecordPolicy(1 << 14, bytes, RecordPadding.NONE);
    }

    private Pair watched(Pair pair) {
        return pair.tamperToServer(bytes -> note(fromClient, bytes)).tamperToClient(bytes -> note(fromServer, bytes));
    }

    private static byte[] note(List<byte[]> seen, byte[] bytes) {
        seen.add(bytes.clone());
        return bytes;
    }

    private static void talk(Pair pair, byte[] words) {
        Arrays.fill(words, (byte) 7);
        int before = pair.client().inbox().bytes().length;
        pair.client().send(words);
        pair.server().send(words);
        pair.exchange();
        assertThat(pair.client().inbox().events(TlsEvent.Failed.class)).isEmpty();
        byte[] heard = pair.client().inbox().bytes();
        assertThat(Arrays.equals(Arrays.copyOfRange(heard, before, heard.length), words)).isTrue();
    }

    private static List<Integer> innerPlaintexts(List<byte[]> flights) {
        List<Integer> lengths = new ArrayList<>();
        for (byte[] flight : flights) {
            for (int at = 0; at < flight.length;) {
                int body = (flight[at + 3] & 0xff) << 8 | (flight[at + 4] & 0xff);
                if (flight[at] == APPLICATION_DATA) {
                    lengths.add(body - TAG);
                }
                at += HEADER + body;
            }
        }
        return lengths;
    }
}
