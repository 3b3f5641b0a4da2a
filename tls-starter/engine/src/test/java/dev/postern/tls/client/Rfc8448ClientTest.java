package dev.postern.tls.client;

import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.rfc8448.RecordOpener;
import dev.postern.tls.rfc8448.Rfc8448Trace;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/// The handshakes of RFC 8448 with our client in the place of theirs: whatever it sends is what the RFC prints, byte for byte.
class Rfc8448ClientTest {
    private static final MessageBounds BOUNDS = new MessageBounds(64, 8, 16, 10);

    @Test
    void makesTheSimpleHandshake() {
        TracedClient client = simpleHandshake();

        assertThat(client.inbox().bytes()).isEqualTo(counting(50));
        assertThat(client.inbox().events(TlsEvent.PeerClosed.class)).hasSize(1);
        assertThat(client.handshake().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    @Test
    void readsTheTicketOfTheSimpleHandshake() {
        ClientSession session = ticket(simpleHandshake());

        assertThat(session.psk().expose()).asHexString()
                .isEqualToIgnoringCase("4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3");
        assertThat(session.lifetimeSeconds()).isEqualTo(30);
        assertThat(session.maxEarlyDataBytes()).isEqualTo(1024);
    }

    @Test
    @Rfc(number = 9846, section = "4.6", clause = 1)
    void resumesWithEarlyData() {
        ClientSession session = ticket(simpleHandshake());
        TracedClient client = new TracedClient(Rfc8448Trace.load("resumed-0-rtt"), List.of(session),
                config -> config);

        client.play(List.of(traced -> traced.send("ABCDEF".getBytes(StandardCharsets.US_ASCII)),
                Rfc8448ClientTest::sendFiftyBytes, TracedClient::close));

        assertThat(client.handshake().session().orElseThrow().earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
        assertThat(client.handshake().session().orElseThrow().resumed()).isTrue();
        assertThat(client.inbox().bytes()).isEqualTo(counting(50));
    }

    @Test
    void followsTheHelloRetryRequest() {
        TracedClient client = new TracedClient(Rfc8448Trace.load("hello-retry-request"), List.of(), config -> config);

        client.play(List.of(TracedClient::close));

        assertThat(client.handshake().session().orElseThrow().helloRetried()).isTrue();
        assertThat(client.handshake().session().orElseThrow().group()).isEqualTo(NamedGroup.SECP256R1);
    }

    @Test
    void authenticatesItself() {
        Rfc8448Trace trace = Rfc8448Trace.load("client-authentication");
        TracedClient client = new TracedClient(trace, List.of(),
                config -> config.credentials(List.of(recordedCredential(trace))));

        client.play(List.of(TracedClient::close));

        assertThat(client.handshake().session().orElseThrow().localChain().certificates()).hasSize(1);
    }

    @Test
    void looksLikeTls12ToMiddleboxes() {
        TracedClient client = new TracedClient(Rfc8448Trace.load("compatibility-mode"), List.of(), config -> config);

        client.play(List.of(TracedClient::close));

        assertThat(client.inbox().events(TlsEvent.PeerClosed.class)).hasSize(1);
    }

    /// The messages that travel encrypted, too, are written as they were read.
    @Test
    void writesEveryMessageOfTheServersFlightsAsItWasRead() {
        for (String name : List.of("simple-1-rtt", "client-authentication", "compatibility-mode")) {
            Rfc8448Trace trace = Rfc8448Trace.load(name);
            TracedClient client = new TracedClient(trace, List.of(),
                    config -> config.credentials(name.equals("client-authentication")
                            ? List.of(recordedCredential(trace))
                            : List.of()));
            client.play(name.equals("simple-1-rtt") ? List.of(Rfc8448ClientTest::sendFiftyBytes, TracedClient::close)
                    : List.of(TracedClient::close));
            byte[] flight = new RecordOpener(client.secrets().get("SERVER_HANDSHAKE_TRAFFIC_SECRET"))
                    .open(protectedRecord(trace, "server"));

            for (byte[] message : messages(flight)) {
                assertThat(HandshakeMessage.read(message, BOUNDS).toByteArray()).isEqualTo(message);
            }
        }
    }

    private static TracedClient simpleHandshake() {
        TracedClient client = new TracedClient(Rfc8448Trace.load("simple-1-rtt"), List.of(), config -> config);
        client.play(List.of(Rfc8448ClientTest::sendFiftyBytes, TracedClient::close));
        return client;
    }

    private static ClientSession ticket(TracedClient client) {
        return client.inbox().events(TlsEvent.TicketReceived.class).getFirst().session();
    }

    /// The trace has no private key for the client's certificate, and its signature is randomised: the recorded one is used.
    private static Credential recordedCredential(Rfc8448Trace trace) {
        TracedClient probe = new TracedClient(trace, List.of(), config -> config);
        probe.startAndReceiveServerHello();
        byte[] flight = new RecordOpener(probe.secrets().get("CLIENT_HANDSHAKE_TRAFFIC_SECRET"))
                .open(protectedRecord(trace, "client"));
        List<byte[]> messages = messages(flight);
        Certificate certificate = (Certificate) HandshakeMessage.read(messages.get(0), BOUNDS);
        CertificateVerify verify = (CertificateVerify) HandshakeMessage.read(messages.get(1), BOUNDS);
        CertificateChain chain = CertificateChain.decode(
                certificate.certificateList().stream().map(entry -> entry.certData().toArray()).toList());
        assertThat(verify.algorithm()).isEqualTo(SignatureScheme.RSA_PSS_RSAE_SHA256);
        return new Credential(chain, List.of(verify.algorithm()),
                (scheme, content) -> CompletableFuture.completedFuture(verify.signature().toArray()));
    }

    private static byte[] protectedRecord(Rfc8448Trace trace, String sender) {
        return trace.sentBy(sender).stream().filter(record -> record[0] == 23).findFirst().orElseThrow();
    }

    private static List<byte[]> messages(byte[] flight) {
        List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < flight.length;) {
            int length = 4 + ((flight[at + 1] & 0xff) << 16 | (flight[at + 2] & 0xff) << 8 | (flight[at + 3] & 0xff));
            messages.add(Arrays.copyOfRange(flight, at, at + length));
            at += length;
        }
        return messages;
    }

    private static void sendFiftyBytes(TracedClient client) {
        client.send(counting(50));
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
