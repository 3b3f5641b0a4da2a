package dev.postern.tls.client;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.crypto.bc.BcCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.pair.Answers;
import dev.postern.tls.pair.Inbox;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.pair.TestClock;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.rfc8448.Rfc8448Trace;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/// Our client in the place of the one that made a trace: it is given that client's hellos, key shares and tickets. Everything else that
/// it sends must be what the trace has, byte for byte.
final class TracedClient {
    private static final MessageBounds BOUNDS = new MessageBounds(64, 8, 16, 10);
    private static final int RECORD_HEADER_BYTES = 5;

    private final Rfc8448Trace trace;
    private final CryptoProvider crypto = new BcCryptoProvider();
    private final Answers answers = new Answers();
    private final Outbox out = new Outbox();
    private final Inbox inbox = new Inbox();
    private final Deque<byte[]> toCompare = new ArrayDeque<>();
    private final Map<String, byte[]> secrets = new TreeMap<>();
    private final List<ClientSession> tickets;
    private final ClientHandshake handshake;
    private final Connection connection;

    /// @param tickets that the trace's client offers
    TracedClient(Rfc8448Trace trace, List<ClientSession> tickets, UnaryOperator<TlsClientConfig.Builder> change) {
        this.trace = trace;
        this.tickets = tickets;
        EngineEnvironment environment = new EngineEnvironment(crypto, bytes -> Arrays.fill(bytes, (byte) 0),
                new TestClock(), Limits.DEFAULT);
        TlsClientConfig config = change.apply(TlsClientConfig.to("server").keyLog(
                (label, clientRandom, secret) -> secrets.put(label, secret.expose().clone()))).build();
        this.handshake = new ClientHandshake(environment, config, new RecordedHellos());
        this.connection = handshake.connection();
    }

    Inbox inbox() {
        return inbox;
    }

    ClientHandshake handshake() {
        return handshake;
    }

    /// By their labels of RFC 9850.
    Map<String, byte[]> secrets() {
        return secrets;
    }

    /// Plays the trace to its end.
    ///
    /// @param actions what the application does, one after another, whenever the trace's client sends something of its own accord
    void play(List<Consumer<TracedClient>> actions) {
        Deque<Consumer<TracedClient>> next = new ArrayDeque<>(actions);
        connection.call(out, inbox, handshake::start);
        for (Rfc8448Trace.TraceRecord record : trace.records()) {
            if (record.sender().equals("server")) {
                receive(record.bytes());
            } else {
                collect();
                if (toCompare.isEmpty() && !next.isEmpty()) {
                    next.poll().accept(this);
                    collect();
                }
                assertThat(toCompare.poll()).as("a record of the client").isEqualTo(record.bytes());
            }
        }
        collect();
        assertThat(toCompare).isEmpty();
        assertThat(next).isEmpty();
    }

    /// As far as the handshake secrets need it.
    void startAndReceiveServerHello() {
        connection.call(out, inbox, handshake::start);
        receive(trace.sentBy("server").getFirst());
    }

    void send(byte[] data) {
        if (handshake.stage() == TlsEngine.Stage.HANDSHAKE) {
            handshake.earlyData().spend(data.length);
        }
        connection.send(data, 0, data.length, out);
    }

    void close() {
        connection.close(out);
    }

    private void receive(byte[] record) {
        int consumed = connection.receive(record.clone(), 0, record.length, out, inbox);
        assertThat(inbox.failure()).isEmpty();
        assertThat(consumed).isEqualTo(record.length);
        while (connection.pause().isPresent()) {
            answers.answer(connection.pause().get(), out, inbox);
        }
        assertThat(inbox.failure()).isEmpty();
    }

    private void collect() {
        byte[] sent = out.take();
        for (int at = 0; at < sent.length;) {
            int length = RECORD_HEADER_BYTES + ((sent[at + 3] & 0xff) << 8 | (sent[at + 4] & 0xff));
            toCompare.add(Arrays.copyOfRange(sent, at, at + length));
            at += length;
        }
    }

    private final class RecordedHellos implements HelloWriter {
        @Override
        public ClientOffer first() {
            List<OfferedPsk> sessions = tickets.stream().<OfferedPsk>map(session -> new OfferedSession(session,
                    EarlySecret.withPsk(
                            crypto.keySchedule(SuiteParameters.of(session.cipherSuite()).orElseThrow().hash()),
                            session.psk(), SecretLog.OFF)))
                    .toList();
            return offer(0, NamedGroup.X25519, sessions);
        }

        @Override
        public ClientOffer second(ClientOffer first, HelloRetryRequest retry, TranscriptHash transcript) {
            return offer(1, NamedGroup.SECP256R1, List.of());
        }

        private ClientOffer offer(int index, NamedGroup group, List<OfferedPsk> sessions) {
            byte[] record = trace.sentBy("client").get(index);
            byte[] message = Arrays.copyOfRange(record, RECORD_HEADER_BYTES, record.length);
            ClientHello hello = (ClientHello) HandshakeMessage.read(message, BOUNDS);
            byte[] scalar = trace.privateKey("client", group.toString());
            OfferedShare share = new OfferedShare(group, crypto
                    .keyExchange(group, bytes -> System.arraycopy(scalar, 0, bytes, 0, scalar.length)).generate());
            return new ClientOffer(hello, message, List.of(share), sessions);
        }
    }
}
