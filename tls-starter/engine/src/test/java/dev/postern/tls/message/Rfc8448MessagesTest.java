package dev.postern.tls.message;

import dev.postern.tls.rfc8448.Rfc8448Trace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The hellos of RFC 8448, which travel in the clear. The encrypted messages of the same traces are met by the client that replays them.
class Rfc8448MessagesTest {
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int HANDSHAKE = 22;

    @ParameterizedTest
    @ValueSource(strings = {"simple-1-rtt", "resumed-0-rtt", "hello-retry-request", "client-authentication",
        "compatibility-mode"})
    void areReadAndWrittenByteForByte(String trace) {
        List<HandshakeMessage> read = new ArrayList<>();
        for (Rfc8448Trace.TraceRecord record : Rfc8448Trace.load(trace).records()) {
            if (record.bytes()[0] == HANDSHAKE) {
                byte[] message = Arrays.copyOfRange(record.bytes(), RECORD_HEADER_BYTES, record.bytes().length);
                HandshakeMessage decoded = HandshakeMessage.read(message, MessageSamples.BOUNDS);
                assertThat(decoded.toByteArray()).isEqualTo(message);
                read.add(decoded);
            }
        }

        assertThat(read).hasSizeGreaterThanOrEqualTo(2);
        assertThat(read.getFirst()).isInstanceOf(ClientHello.class);
        assertThat(read.getLast()).isInstanceOf(ServerHello.class);
    }
}
