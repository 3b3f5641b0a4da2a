package dev.postern.tls.pair;

import dev.postern.checks.Rfc;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The records of whole conversations, as somebody on the way sees them.
class RecordsOnTheWireTest {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int MAX_PLAINTEXT = 1 << 14;

    private final PairSetup setup = new PairSetup();

    /// One record, as its header tells it.
    private record Seen(int type, int version, int length, int firstByte) {}

    private static List<Seen> split(byte[] bytes) {
        List<Seen> seen = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int length = (bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff);
            seen.add(new Seen(bytes[at], (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff), length, bytes[at + 5]));
            at += 5 + length;
        }
        return seen;
    }

    private static Pair watched(Pair pair, List<Seen> fromClient, List<Seen> fromServer) {
        return pair.tamperToServer(bytes -> {
            fromClient.addAll(split(bytes));
            return bytes;
        }).tamperToClient(bytes -> {
            fromServer.addAll(split(bytes));
            return bytes;
        });
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 4)
    @Rfc(number = 9846, section = "5.1", clause = {6, 7, 10, 12})
    @Rfc(number = 9846, section = "5.2", clause = 1)
    @Rfc(number = 9846, section = "B", clause = 1)
    @Rfc(number = 9846, section = "E.5", clause = 8)
    void haveDefinedTypesVersionsAndLengths() {
        List<Seen> fromClient = new ArrayList<>();
        List<Seen> fromServer = new ArrayList<>();
        ClientSession session = setup.session();
        Pair pair = watched(setup.early(session), fromClient, fromServer);
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        pair.exchange();
        byte[] much = new byte[3 * MAX_PLAINTEXT + 5];
        pair.client().send(much);
        pair.server().send(much);
        pair.client().engine().updateKeys(true, pair.client().out());
        pair.client().send("under the next key");
        pair.exchange();
        pair.server().send("answered");
        pair.client().close();
        pair.server().close();
        pair.exchange();

        assertThat(pair.server().inbox().bytes()).hasSize(much.length + "under the next key".length());
        assertThat(pair.server().failure()).isEmpty();
        assertThat(pair.client().failure()).isEmpty();
        assertThat(fromClient.getFirst()).extracting(Seen::type, Seen::version).containsExactly(HANDSHAKE, 0x0301);
        List<Seen> others = new ArrayList<>(fromClient.subList(1, fromClient.size()));
        others.addAll(fromServer);
        assertThat(others).allMatch(record -> record.version() == 0x0303).allMatch(record -> record.length() > 0)
                .allMatch(record -> record.type() == CHANGE_CIPHER_SPEC || record.type() == HANDSHAKE
                        || record.type() == APPLICATION_DATA)
                .allMatch(record -> record.length() <= MAX_PLAINTEXT + (record.type() == APPLICATION_DATA ? 256 : 0));
        assertThat(others).extracting(Seen::length).as("full records are used").contains(MAX_PLAINTEXT + 1 + 16);
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = 14)
    void haveTheVersionOfTls12FromTheSecondHelloOn() {
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        List<Seen> fromClient = new ArrayList<>();
        List<Seen> fromServer = new ArrayList<>();
        watched(setup.pair(), fromClient, fromServer).handshake();
        List<Seen> hellos = fromClient.stream().filter(record -> record.type() == HANDSHAKE).toList();
        assertThat(hellos).extracting(Seen::version).containsExactly(0x0301, 0x0303);
        assertThat(fromServer.stream().filter(record -> record.type() == HANDSHAKE))
                .extracting(Seen::version, Seen::firstByte)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(0x0303, 2),
                        org.assertj.core.groups.Tuple.tuple(0x0303, 2));
    }

    /// No KeyUpdate exists for early data, so it ends with its key.
    @Test
    @Rfc(number = 9846, section = "5.5", clause = 2)
    void ofEarlyDataAreNoMoreThanTheirKeyMayProtect() {
        ClientSession session = setup.session();
        setup.limits(ChangedLimits.with("keyUpdateRecords", 2L));
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send("1");
        assertThat(pair.client().engine().canSend()).as("at the bound").isTrue();
        pair.client().send("2");
        assertThat(pair.client().engine().canSend()).as("one past it").isFalse();
        assertThat(pair.client().engine().earlyDataCapacity()).isZero();
        pair.exchange();
        assertThat(pair.server().inbox().earlyText()).isEqualTo("12");
        pair.client().send("3");
        pair.exchange();
        assertThat(pair.server().inbox().text()).isEqualTo("3");
        assertThat(Arrays.asList(pair.client().failure(), pair.server().failure()))
                .allMatch(java.util.Optional::isEmpty);
    }
}
