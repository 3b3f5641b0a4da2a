package dev.postern.tls.server;

import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// Flights of a client, cut short and changed byte by byte: the server says what is wrong with them, and neither breaks nor hangs.
class DamagedFlightTest {
    private static final Set<Fault> OF_THE_PEER = EnumSet.of(Fault.PEER_MISBEHAVED, Fault.PEER_INCOMPATIBLE,
            Fault.PEER_ALERT);
    private final PairSetup setup = new PairSetup();

    private Peer<TlsServerEngine> receive(byte[] flight) {
        Peer<TlsServerEngine> server = setup.newServer();
        server.receive(flight);
        return server;
    }

    /// Whatever it was, it ends: with an alert of ours or with the transport, and never as a defect of ours.
    private static void assertEnds(Peer<TlsServerEngine> server, String what) {
        server.engine().endOfInput(server.inbox());
        Optional<TlsAlert> failure = server.failure();
        assertThat(failure).as(what).isPresent();
        assertThat(OF_THE_PEER).as(what + ": " + failure.get().getMessage()).contains(failure.get().fault());
        assertThat(server.engine().stage()).as(what).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(server.inbox().events(TlsEvent.Failed.class)).as(what).hasSize(1);
    }

    private byte[] hello() {
        RawClient client = new RawClient(setup);
        return client.send(client.hello());
    }

    private byte[] helloWithEarlyData() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        byte[] hello = client.send(client.early(client.hello().offering(ticket)));
        return client.concat(hello, client.sendEarly("GET / early"));
    }

    private static byte[] changed(byte[] flight, int at, int change) {
        byte[] changed = flight.clone();
        changed[at] ^= (byte) change;
        return changed;
    }

    @Test
    void endsEveryTruncatedHello() {
        byte[] flight = hello();
        for (int length = 0; length < flight.length; length++) {
            assertEnds(receive(Arrays.copyOf(flight, length)), "cut at " + length);
        }
    }

    @Test
    void endsEveryChangedHello() {
        byte[] flight = hello();
        for (int at = 0; at < flight.length; at++) {
            for (int change : new int[]{1, 0x80, 0xff}) {
                assertEnds(receive(changed(flight, at, change)), "byte " + at + " changed by " + change);
            }
        }
    }

    @Test
    void takesNoEarlyDataAfterAnyChange() {
        byte[] flight = helloWithEarlyData();
        for (int at = 5; at < flight.length; at++) {
            Peer<TlsServerEngine> server = receive(changed(flight, at, 1));
            assertThat(server.inbox().earlyText()).as("byte " + at).isEmpty();
            assertEnds(server, "byte " + at);
        }
    }

    @Test
    void endsEveryTruncatedFlightOfEarlyData() {
        byte[] flight = helloWithEarlyData();
        for (int length = 0; length < flight.length; length += 3) {
            assertEnds(receive(Arrays.copyOf(flight, length)), "cut at " + length);
        }
    }

    @Test
    void endsEverySecondFlightThatWasChanged() {
        for (int at = 0; at < 5 + 36 + 1 + 16; at++) {
            int position = at;
            RawClient client = new RawClient(setup);
            client.send(client.hello());
            client.read();
            client.useHandshakeKeys();
            client.tamper(bytes -> changed(bytes, position, 1));
            client.sendFinished();
            // The header is authenticated: not even its version, which means nothing, can be changed.
            assertThat(client.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).as("byte " + at).isEmpty();
            assertEnds(client.server(), "byte " + at);
        }
    }

    @Test
    void takesNoMessageTwice() {
        byte[] flight = hello();
        Peer<TlsServerEngine> server = receive(flight);
        server.receive(flight);
        assertEnds(server, "hello twice");
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.tamper(bytes -> client.concat(bytes, bytes));
        client.sendFinished();
        assertEnds(client.server(), "Finished twice");
    }
}
