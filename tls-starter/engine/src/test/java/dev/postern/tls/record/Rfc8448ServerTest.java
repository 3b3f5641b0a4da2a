package dev.postern.tls.record;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.Inbox;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.rfc8448.Rfc8448Trace;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// The five traces of RFC 8448 from the server's side. Our server would not choose the same extensions, and the traces' signatures are
/// random, so the messages are the trace's: our decoders read them, our encoders write them again, and everything that follows from them
/// (the server's share, every secret, binder and Finished, every record both ways) is computed with the server's private key and is what
/// the RFC prints, byte for byte.
class Rfc8448ServerTest {
    private static final MessageBounds BOUNDS = new MessageBounds(64, 8, 16, 10);
    /// Of the ticket in the first trace, which the second one resumes.
    private static final byte[] PSK = HexFormat.of()
            .parseHex("4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3");

    @ParameterizedTest
    @CsvSource({"simple-1-rtt, 1, 0, 50", "resumed-0-rtt, 0, 6, 50", "hello-retry-request, 0, 0, 0",
        "client-authentication, 0, 0, 0", "compatibility-mode, 0, 0, 0"})
    @EarlyDataRule({"1.7", "4.1"})
    void isTheServersSideOfTheTrace(String name, int tickets, int earlyBytes, int dataBytes) {
        for (CryptoProvider crypto : providers(name)) {
            Replay replay = new Replay(crypto, Rfc8448Trace.load(name));
            replay.run();
            assertThat(replay.tickets).hasSize(tickets);
            assertThat(replay.fromClient.earlyBytes()).hasSize(earlyBytes);
            assertThat(replay.fromClient.bytes()).hasSize(dataBytes);
            assertThat(replay.finished).as("the Finished of both").isEqualTo(2);
            assertThat(replay.goodbyes).as("close_notify of both").isEqualTo(2);
        }
    }

    /// The JDK draws a P-256 key from more bytes than a private key has, so nobody can give it the trace's.
    private static List<CryptoProvider> providers(String name) {
        return name.equals("hello-retry-request")
                ? List.of(CryptoProviders.bouncyCastle())
                : List.of(CryptoProviders.fastest(), CryptoProviders.jdk(), CryptoProviders.bouncyCastle());
    }

    private static final class Replay {
        private final CryptoProvider crypto;
        private final Rfc8448Trace trace;
        private final RecordReader client = new RecordReader(Limits.DEFAULT);
        private final Inbox fromClient = new Inbox();
        /// Opens what the trace's server sealed; what we seal again has to be the same.
        private final RecordReader server = new RecordReader(Limits.DEFAULT);
        private final Inbox fromServer = new Inbox();
        private final RecordWriter writer = new RecordWriter(Limits.DEFAULT);
        private final Outbox out = new Outbox();
        private final List<NewSessionTicket> tickets = new ArrayList<>();
        private int dataSealed;
        private int finished;
        private int goodbyes;
        private TranscriptHash transcript;
        private ClientHello hello;
        private Optional<EarlySecret> early = Optional.empty();
        private HandshakeSecret handshake;
        private MainSecret main;
        private TrafficSecret clientHandshake;
        private TrafficSecret serverHandshake;
        private TrafficSecret clientTraffic;
        private CertificateChain chain = CertificateChain.EMPTY;

        Replay(CryptoProvider crypto, Rfc8448Trace trace) {
            this.crypto = crypto;
            this.trace = trace;
            this.transcript = TranscriptHash.start(crypto, HashAlgorithm.SHA256);
            client.allowChangeCipherSpec();
            server.allowChangeCipherSpec();
        }

        void run() {
            for (Rfc8448Trace.TraceRecord record : trace.records()) {
                if (record.sender().equals("client")) {
                    received(record.bytes());
                } else {
                    sent(record.bytes());
                }
            }
        }

        private void received(byte[] record) {
            Incoming incoming = client.read(record.clone(), 0, record.length, fromClient);
            for (byte[] message : messages(client)) {
                onClient(HandshakeMessage.read(message, BOUNDS), message);
            }
            goodbyes += incoming == Incoming.CLOSE_NOTIFY ? 1 : 0;
        }

        private void onClient(HandshakeMessage message, byte[] bytes) {
            assertThat(message.toByteArray()).isEqualTo(bytes);
            switch (message) {
                case ClientHello first -> {
                    hello = first;
                    bind(first, bytes);
                    transcript.update(bytes);
                    openEarlyData();
                }
                case EndOfEarlyData _ -> {
                    transcript.update(bytes);
                    client.install(Epoch.HANDSHAKE, protection(clientHandshake), client.boundary());
                }
                case Certificate certificate -> {
                    keep(certificate);
                    transcript.update(bytes);
                }
                case CertificateVerify verify -> {
                    check(verify, CertificateVerify.clientContent(transcript.current()));
                    transcript.update(bytes);
                }
                case Finished done -> {
                    done.verify(clientHandshake.verifyData(transcript.current()));
                    finished++;
                    transcript.update(bytes);
                    client.install(Epoch.APPLICATION, protection(clientTraffic), client.boundary());
                }
                case HandshakeMessage other -> throw new AssertionError("a client does not send " + other);
            }
        }

        private void bind(ClientHello first, byte[] bytes) {
            first.extensions().find(OfferedPsks.class).ifPresent(psks -> {
                EarlySecret secret = EarlySecret.withPsk(crypto.keySchedule(HashAlgorithm.SHA256), Secret.copyOf(PSK),
                        SecretLog.OFF);
                byte[] hash = transcript.currentWith(bytes, 0, bytes.length - first.bindersLengthBytes());
                assertThat(psks.binders()).containsExactly(Bytes.copyOf(secret.resumptionBinder(hash)));
                early = Optional.of(secret);
            });
        }

        private void openEarlyData() {
            early.ifPresent(secret -> client.openEarlyData(1024, protection(secret.clientTraffic(transcript.current())),
                    client.boundary()));
        }

        private void sent(byte[] record) {
            if (record[0] == 20) {
                writer.changeCipherSpec(out);
            }
            Incoming incoming = server.read(record.clone(), 0, record.length, fromServer);
            List<byte[]> messages = messages(server);
            switch (incoming) {
                case HANDSHAKE -> seal(messages);
                case APPLICATION_DATA -> {
                    byte[] data = fromServer.bytes();
                    writer.applicationData(data, dataSealed, data.length - dataSealed, out);
                    dataSealed = data.length;
                }
                case CLOSE_NOTIFY -> {
                    goodbyes++;
                    writer.alert(AlertDescription.CLOSE_NOTIFY, out);
                }
                case NOTHING, INCOMPLETE -> assertThat(record[0]).isEqualTo((byte) 20);
            }
            assertThat(out.take()).as("a record of the server").isEqualTo(record);
            messages.forEach(bytes -> onServer(HandshakeMessage.read(bytes, BOUNDS)));
        }

        /// Writes the messages as we would; the keys change behind the last of them.
        private void seal(List<byte[]> messages) {
            ByteArrayOutputStream flight = new ByteArrayOutputStream();
            for (byte[] bytes : messages) {
                HandshakeMessage message = HandshakeMessage.read(bytes, BOUNDS);
                onFlight(message);
                byte[] written = message instanceof Finished
                        ? new Finished(Bytes.copyOf(serverHandshake.verifyData(transcript.current()))).toByteArray()
                        : message.toByteArray();
                if (!(message instanceof NewSessionTicket)) {
                    transcript.update(written);
                }
                flight.writeBytes(written);
            }
            writer.handshake(flight.toByteArray(), out);
        }

        private void onFlight(HandshakeMessage message) {
            switch (message) {
                case HelloRetryRequest _ ->
                    transcript = TranscriptHash.startAfterRetry(crypto, HashAlgorithm.SHA256, transcript.current());
                case Certificate certificate -> keep(certificate);
                case CertificateVerify verify ->
                    check(verify, CertificateVerify.serverContent(transcript.current()));
                case EncryptedExtensions _ -> assertThat(serverHandshake).isNotNull();
                case NewSessionTicket ticket -> tickets.add(ticket);
                case HandshakeMessage _ -> {
                }
            }
        }

        private void onServer(HandshakeMessage message) {
            if (message instanceof ServerHello serverHello) {
                agree(serverHello);
            } else if (message instanceof Finished) {
                finished++;
                main = handshake.advance();
                byte[] hash = transcript.current();
                clientTraffic = main.clientTraffic(hash);
                TrafficSecret serverTraffic = main.serverTraffic(hash);
                writer.protect(protection(serverTraffic));
                server.install(Epoch.APPLICATION, protection(serverTraffic), server.boundary());
            }
        }

        /// With the server's private key: its share is the one in the ServerHello.
        private void agree(ServerHello serverHello) {
            KeyShareEntry share = serverHello.extensions().find(KeyShareServerHello.class).orElseThrow().serverShare();
            NamedGroup group = share.group();
            byte[] scalar = trace.privateKey("server", group.toString());
            byte[] theirs = hello.extensions().find(KeyShareClientHello.class).orElseThrow().share(group).orElseThrow()
                    .keyExchange().toArray();
            KeyExchange.Encapsulated ours = crypto
                    .keyExchange(group, bytes -> System.arraycopy(scalar, 0, bytes, 0, scalar.length))
                    .encapsulate(theirs);
            assertThat(ours.share()).isEqualTo(share.keyExchange().toArray());
            assertThat(serverHello.extensions().find(SelectedPsk.class).isPresent()).isEqualTo(early.isPresent());
            handshake = early.orElseGet(() -> EarlySecret.withoutPsk(crypto.keySchedule(HashAlgorithm.SHA256),
                    SecretLog.OFF)).advance(ours.secret());
            clientHandshake = handshake.clientTraffic(transcript.current());
            serverHandshake = handshake.serverTraffic(transcript.current());
            writer.protect(protection(serverHandshake));
            server.install(Epoch.HANDSHAKE, protection(serverHandshake), server.boundary());
            if (early.isEmpty()) {
                client.install(Epoch.HANDSHAKE, protection(clientHandshake), client.boundary());
            }
        }

        private void keep(Certificate certificate) {
            chain = CertificateChain.decode(
                    certificate.certificateList().stream().map(entry -> entry.certData().toArray()).toList());
        }

        private void check(CertificateVerify verify, byte[] content) {
            assertThat(crypto.verify(verify.algorithm(), chain.leaf().getPublicKey(), content,
                    verify.signature().toArray())).isTrue();
        }

        private RecordProtection protection(TrafficSecret secret) {
            return RecordProtection.of(crypto, secret.keys(AeadAlgorithm.AES_128_GCM));
        }

        private static List<byte[]> messages(RecordReader reader) {
            List<byte[]> messages = new ArrayList<>();
            for (Optional<HandshakeBytes> next = reader.nextMessage(); next.isPresent(); next = reader.nextMessage()) {
                messages.add(Arrays.copyOf(next.get().message(), next.get().message().length));
            }
            return messages;
        }
    }
}
