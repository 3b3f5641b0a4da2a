package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.ResumptionSecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.pair.Inbox;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.rfc8448.Rfc8448Trace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The client's side of two traces of RFC 8448, replayed with key schedule and record layer alone: what the server sent opens, and what the
/// client sent comes out byte for byte. Every label, key, nonce and header has to be right for that.
class Rfc8448RecordsTest {
    private static final HexFormat HEX = HexFormat.of();
    /// The extension key_share of ServerHello up to the 32 bytes of its share.
    private static final byte[] KEY_SHARE = HEX.parseHex("00330024001d0020");
    private static final int BINDERS_BYTES = 2 + 1 + 32;

    static Stream<CryptoProvider> providers() {
        return Stream.of(CryptoProviders.fastest(), CryptoProviders.jdk(), CryptoProviders.bouncyCastle());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void simpleHandshakeIsReplayed(CryptoProvider crypto) {
        List<String> labels = new ArrayList<>();
        new SimpleHandshake(crypto, new SecretLog((label, random, secret) -> labels.add(label), new byte[32])).replay();

        assertThat(labels).containsExactly("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ticketOfTheFirstTraceBindsAndSealsTheEarlyDataOfTheSecond(CryptoProvider crypto) {
        Secret psk = new SimpleHandshake(crypto, SecretLog.OFF).replay();
        Rfc8448Trace trace = Rfc8448Trace.load("resumed-0-rtt");
        byte[] hello = body(trace.sentBy("client").get(0));
        KeySchedulePrimitives primitives = crypto.keySchedule(HashAlgorithm.SHA256);
        EarlySecret early = EarlySecret.withPsk(primitives, psk, SecretLog.OFF);
        TranscriptHash transcript = TranscriptHash.start(crypto, HashAlgorithm.SHA256);

        byte[] binder = early.resumptionBinder(transcript.currentWith(hello, 0, hello.length - BINDERS_BYTES));
        assertThat(binder).isEqualTo(Arrays.copyOfRange(hello, hello.length - 32, hello.length));

        transcript.update(hello);
        RecordWriter writer = new RecordWriter(Limits.DEFAULT);
        Outbox out = new Outbox();
        writer.firstClientHello(hello, out);
        assertThat(out.take()).isEqualTo(trace.sentBy("client").get(0));
        writer.protect(RecordProtection.of(crypto,
                early.clientTraffic(transcript.current()).keys(AeadAlgorithm.AES_128_GCM)));
        writer.applicationData(HEX.parseHex("414243444546"), 0, 6, out);
        assertThat(out.take()).isEqualTo(trace.sentBy("client").get(1));
    }

    private static byte[] body(byte[] record) {
        return Arrays.copyOfRange(record, RecordHeader.BYTES, record.length);
    }

    private static final class SimpleHandshake {
        private final Rfc8448Trace trace = Rfc8448Trace.load("simple-1-rtt");
        private final List<byte[]> client = trace.sentBy("client");
        private final List<byte[]> server = trace.sentBy("server");
        private final CryptoProvider crypto;
        private final SecretLog log;
        private final TranscriptHash transcript;
        private final RecordReader reader = new RecordReader(Limits.DEFAULT);
        private final RecordWriter writer = new RecordWriter(Limits.DEFAULT);
        private final Inbox inbox = new Inbox();
        private final Outbox out = new Outbox();

        SimpleHandshake(CryptoProvider crypto, SecretLog log) {
            this.crypto = crypto;
            this.log = log;
            this.transcript = TranscriptHash.start(crypto, HashAlgorithm.SHA256);
        }

        /// @return the PSK of the ticket that the server sent
        Secret replay() {
            transcript.update(body(client.get(0)));
            byte[] serverHello = messages(server.get(0)).getFirst();
            transcript.update(serverHello);
            HandshakeSecret handshake = EarlySecret.withoutPsk(crypto.keySchedule(HashAlgorithm.SHA256), log)
                    .advance(sharedSecret(serverHello));
            TrafficSecret clientHandshake = handshake.clientTraffic(transcript.current());
            TrafficSecret serverHandshake = handshake.serverTraffic(transcript.current());
            reader.install(Epoch.HANDSHAKE, protection(serverHandshake), reader.boundary());
            writer.protect(protection(clientHandshake));

            serverFlight(serverHandshake);
            MainSecret main = handshake.advance();
            byte[] finishedHash = transcript.current();
            TrafficSecret clientTraffic = main.clientTraffic(finishedHash);
            reader.install(Epoch.APPLICATION, protection(main.serverTraffic(finishedHash)), reader.boundary());

            byte[] finished = finished(clientHandshake);
            writer.handshake(finished, out);
            assertThat(out.take()).isEqualTo(client.get(1));
            transcript.update(finished);
            writer.protect(protection(clientTraffic));
            Secret psk = ticketPsk(main.resumption(transcript.current()));
            traffic();
            return psk;
        }

        private void serverFlight(TrafficSecret serverHandshake) {
            List<byte[]> flight = messages(server.get(1));
            assertThat(flight).extracting(message -> (int) message[0]).containsExactly(8, 11, 15, 20);
            flight.subList(0, 3).forEach(transcript::update);
            assertThat(flight.get(3)).isEqualTo(finished(serverHandshake));
            transcript.update(flight.get(3));
        }

        private Secret ticketPsk(ResumptionSecret resumption) {
            byte[] ticket = messages(server.get(2)).getFirst();
            int nonceLength = ticket[12];
            return resumption.psk(Arrays.copyOfRange(ticket, 13, 13 + nonceLength));
        }

        private void traffic() {
            byte[] data = new byte[50];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) i;
            }
            writer.applicationData(data, 0, data.length, out);
            assertThat(out.take()).isEqualTo(client.get(2));
            assertThat(read(server.get(3))).isEqualTo(Incoming.APPLICATION_DATA);
            assertThat(inbox.text()).isEqualTo(new String(data, StandardCharsets.UTF_8));
            writer.alert(AlertDescription.CLOSE_NOTIFY, out);
            assertThat(out.take()).isEqualTo(client.get(3));
            assertThat(read(server.get(4))).isEqualTo(Incoming.CLOSE_NOTIFY);
        }

        private Secret sharedSecret(byte[] serverHello) {
            byte[] scalar = trace.privateKey("client", "x25519");
            KeyExchange.Generated own = crypto
                    .keyExchange(NamedGroup.X25519, bytes -> System.arraycopy(scalar, 0, bytes, 0, bytes.length))
                    .generate();
            String hello = HEX.formatHex(serverHello);
            int share = hello.indexOf(HEX.formatHex(KEY_SHARE)) / 2 + KEY_SHARE.length;
            assertThat(HEX.formatHex(client.get(0))).contains(HEX.formatHex(own.share()));
            return own.decapsulate(Arrays.copyOfRange(serverHello, share, share + 32));
        }

        private byte[] finished(TrafficSecret secret) {
            byte[] verifyData = secret.verifyData(transcript.current());
            byte[] message = new byte[4 + verifyData.length];
            message[0] = 20;
            message[3] = (byte) verifyData.length;
            System.arraycopy(verifyData, 0, message, 4, verifyData.length);
            return message;
        }

        private RecordProtection protection(TrafficSecret secret) {
            return RecordProtection.of(crypto, secret.keys(AeadAlgorithm.AES_128_GCM));
        }

        private List<byte[]> messages(byte[] record) {
            assertThat(read(record)).isEqualTo(Incoming.HANDSHAKE);
            return Stream.generate(reader::nextMessage).takeWhile(Optional::isPresent)
                    .map(message -> message.get().message()).toList();
        }

        private Incoming read(byte[] record) {
            Incoming found = reader.read(record.clone(), 0, record.length, inbox);
            assertThat(reader.consumed()).isEqualTo(record.length);
            return found;
        }
    }
}
