package dev.postern.tls.server;

import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.Inbox;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.record.Incoming;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordReader;
import dev.postern.tls.record.RecordWriter;
import dev.postern.tls.wire.Bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A client of which a test decides every message, in front of a real server engine. It follows the protocol as far as the test does not make
/// it stray, always with TLS_AES_128_GCM_SHA256 (or whatever the server picks) and x25519.
final class RawClient {
    private static final MessageBounds BOUNDS = new MessageBounds(100, 100, 100, 100);

    private final PairSetup setup;
    private final Peer<TlsServerEngine> server;
    private final Outbox out = new Outbox();
    private final Inbox inbox = new Inbox();
    private final RecordWriter writer = new RecordWriter(Limits.DEFAULT);
    private final RecordReader reader = new RecordReader(Limits.DEFAULT);
    private final RawTranscript transcript;
    private final RawSecrets secrets = new RawSecrets();
    private final List<HandshakeMessage> received = new ArrayList<>();
    private final List<RawTicket> tickets = new ArrayList<>();
    private final byte[] random;
    private KeyExchange.Generated share;
    private RawHello hello;
    private SuiteParameters suite;
    private boolean earlyAccepted;
    private boolean followsKeyUpdates;
    private UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();

    RawClient(PairSetup setup) {
        this(setup, setup.newServer());
    }

    RawClient(PairSetup setup, Peer<TlsServerEngine> server) {
        this.setup = setup;
        this.server = server;
        this.transcript = new RawTranscript(setup.crypto());
        this.random = setup.random().bytes(ClientHello.RANDOM_BYTES);
        reader.allowChangeCipherSpec();
    }

    Peer<TlsServerEngine> server() {
        return server;
    }

    Inbox inbox() {
        return inbox;
    }

    List<HandshakeMessage> received() {
        return received;
    }

    <M extends HandshakeMessage> Optional<M> received(Class<M> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    List<RawTicket> tickets() {
        return tickets;
    }

    /// Why the server ended the connection, if it did.
    Optional<AlertDescription> refusal() {
        return server.failure().map(TlsAlert::description);
    }

    // ---- hellos ----

    /// A hello with a fresh x25519 share.
    RawHello hello() {
        return RawHello.of(random, PairSetup.NAME).with(new KeyShareClientHello(List.of(share(NamedGroup.X25519))));
    }

    KeyShareEntry share(NamedGroup group) {
        share = setup.crypto().keyExchange(group, setup.random()).generate();
        return new KeyShareEntry(group, Bytes.copyOf(share.share()));
    }

    /// Sends a first hello. Returns its bytes as they went over the wire.
    byte[] send(RawHello value) {
        byte[] message = prepare(value);
        writer.handshake(message, out);
        return deliver();
    }

    /// The message, binders included, as the next thing in the transcript.
    byte[] prepare(RawHello value) {
        hello = value;
        byte[] message = value.bound(transcript(), primitives(), setup.clock().currentMillis());
        transcript.add(message);
        return message;
    }

    /// Reads the HelloRetryRequest; the next hello goes on from there.
    HelloRetryRequest readRetry() {
        read();
        HelloRetryRequest retry = received(HelloRetryRequest.class).orElseThrow();
        transcript.retry(retry.toByteArray());
        return retry;
    }

    // ---- early data ----

    RawHello early(RawHello value) {
        return value.with(new EarlyDataIndication());
    }

    /// Sends early data under the key of the first ticket.
    byte[] sendEarly(String text) {
        return sendEarly(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] sendEarly(byte[] bytes) {
        if (secrets.early() == null) {
            EarlySecret early = EarlySecret.withPsk(primitives(), hello.tickets().getFirst().secret(), SecretLog.OFF);
            protect(secrets.startEarly(early, transcript().current()));
        }
        writer.applicationData(bytes, 0, bytes.length, out);
        return deliver();
    }

    /// From now on its records have this form.
    void shape(RecordPolicy policy) {
        writer.shape(policy);
    }

    /// Back to plaintext, for the second hello.
    void stopProtecting() {
        writer.unprotect();
    }

    void sendEndOfEarlyData() {
        sendHandshake(new EndOfEarlyData().toByteArray());
    }

    // ---- what the server says ----

    /// Reads what the server sent, up to its Finished and beyond.
    RawClient read() {
        byte[] bytes = server.out().take();
        int at = 0;
        while (at < bytes.length) {
            Incoming incoming = reader.read(bytes, at, bytes.length - at, inbox);
            at += reader.consumed();
            if (incoming == Incoming.INCOMPLETE) {
                throw new AssertionError("the server sent half a record");
            }
            for (Optional<HandshakeBytes> next = reader.nextMessage(); next.isPresent(); next = reader.nextMessage()) {
                take(next.get().message());
            }
        }
        return this;
    }

    private void take(byte[] bytes) {
        HandshakeMessage message = HandshakeMessage.read(bytes, BOUNDS);
        received.add(message);
        if (message instanceof NewSessionTicket ticket) {
            keep(ticket);
            return;
        }
        if (message instanceof KeyUpdate && followsKeyUpdates) {
            reader.install(Epoch.APPLICATION, protection(secrets.nextServerApplication()), reader.boundary());
            return;
        }
        if (message instanceof HelloRetryRequest) {
            return;
        }
        if (message instanceof Finished finished) {
            finished.verify(secrets.serverHandshake().verifyData(transcript().current()));
        }
        transcript.add(bytes);
        if (message instanceof ServerHello serverHello) {
            onServerHello(serverHello);
        } else if (message instanceof EncryptedExtensions extensions) {
            earlyAccepted = extensions.extensions().has(ExtensionType.EARLY_DATA);
        } else if (message instanceof Finished) {
            onServerFinished();
        }
    }

    private void onServerHello(ServerHello serverHello) {
        suite = SuiteParameters.of(serverHello.cipherSuite()).orElseThrow();
        Bytes theirs = serverHello.extensions().find(KeyShareServerHello.class).orElseThrow().serverShare()
                .keyExchange();
        EarlySecret early = serverHello.extensions().find(SelectedPsk.class)
                .map(selected -> EarlySecret.withPsk(primitives(),
                        hello.tickets().get(selected.selectedIdentity()).secret(), SecretLog.OFF))
                .orElseGet(() -> EarlySecret.withoutPsk(primitives(), SecretLog.OFF));
        secrets.onServerHello(early, share.decapsulate(theirs.toArray()), transcript().current());
        reader.install(Epoch.HANDSHAKE, protection(secrets.serverHandshake()), reader.boundary());
    }

    private void onServerFinished() {
        secrets.onServerFinished(transcript().current());
        reader.install(Epoch.APPLICATION, protection(secrets.serverApplication()), reader.boundary());
    }

    private void keep(NewSessionTicket ticket) {
        Secret psk = secrets.psk(ticket.ticketNonce().toArray());
        tickets.add(new RawTicket(ticket.ticket().toArray(), psk.expose(), ticket.ticketAgeAdd(),
                setup.clock().currentMillis(),
                ticket.extensions().find(MaxEarlyDataSize.class).map(MaxEarlyDataSize::bytes).orElse(0L),
                ticket.ticketLifetimeSeconds()));
    }

    // ---- the second flight ----

    /// Everything that is left of the handshake, correctly.
    RawClient finish() {
        read();
        if (earlyAccepted) {
            sendEndOfEarlyData();
        }
        useHandshakeKeys();
        sendFinished();
        return read();
    }

    /// A whole handshake.
    RawClient connect() {
        return connect(hello());
    }

    RawClient connect(RawHello value) {
        send(value);
        return finish();
    }

    void useHandshakeKeys() {
        protect(secrets.clientHandshake());
    }

    void sendFinished() {
        sendFinished(secrets.clientHandshake().verifyData(transcript().current()));
    }

    void sendFinished(byte[] verifyData) {
        sendHandshake(new Finished(Bytes.copyOf(verifyData)).toByteArray());
        secrets.onClientFinished(transcript().current());
        protect(secrets.clientApplication());
    }

    byte[] finishedVerifyData() {
        return secrets.clientHandshake().verifyData(transcript().current());
    }

    void sendCertificate(Credential credential) {
        sendHandshake(RawCertificate.of(credential));
    }

    void sendNoCertificate() {
        sendHandshake(RawCertificate.none());
    }

    void sendCertificateVerify(Credential credential) {
        sendHandshake(RawCertificate.verify(credential, transcript().current()));
    }

    /// Any handshake message, added to the transcript.
    void sendHandshake(byte[] message) {
        transcript.add(message);
        writer.handshake(message, out);
        deliver();
    }

    /// Several handshake messages in one record, or pieces of one.
    void sendHandshakeBytes(byte[] bytes) {
        writer.handshake(bytes, out);
        deliver();
    }

    // ---- anything else ----

    void sendData(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.applicationData(bytes, 0, bytes.length, out);
        deliver();
    }

    void sendAlert(AlertDescription description) {
        writer.alert(description, out);
        deliver();
    }

    void sendChangeCipherSpec() {
        writer.changeCipherSpec(out);
        deliver();
    }

    /// Bytes as they are.
    void sendBytes(byte[] bytes) {
        server.receive(bytes);
    }

    /// Moves to the next sending key, after a KeyUpdate.
    void nextSendingKey() {
        protect(secrets.nextClientApplication());
    }

    /// From now on it follows the server's KeyUpdates.
    RawClient followKeyUpdates() {
        followsKeyUpdates = true;
        return this;
    }

    /// Somebody on the way changes what it sends from now on.
    void tamper(UnaryOperator<byte[]> value) {
        onTheWay = value;
    }

    private byte[] deliver() {
        byte[] bytes = onTheWay.apply(out.take());
        server.receive(bytes);
        return bytes;
    }

    private void protect(TrafficSecret secret) {
        writer.protect(protection(secret));
    }

    private RecordProtection protection(TrafficSecret secret) {
        return RecordProtection.of(setup.crypto(), secret.keys(parameters().aead()));
    }

    private KeySchedulePrimitives primitives() {
        return setup.crypto().keySchedule(parameters().hash());
    }

    private SuiteParameters parameters() {
        return suite != null
                ? suite
                : hello.suites().stream().flatMap(offered -> SuiteParameters.of(offered).stream()).findFirst()
                        .orElse(SuiteParameters.of(CipherSuite.TLS_AES_128_GCM_SHA256).orElseThrow());
    }

    /// Of everything sent and received so far.
    private TranscriptHash transcript() {
        return transcript.with(parameters().hash());
    }

    byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
