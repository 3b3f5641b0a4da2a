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
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.ResumptionSecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CertificateVerify;
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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    private final List<byte[]> messages = new ArrayList<>();
    private final List<HandshakeMessage> received = new ArrayList<>();
    private final List<RawTicket> tickets = new ArrayList<>();
    private final byte[] random;
    private KeyExchange.Generated share;
    private RawHello hello;
    private byte[] firstHello = {};
    private byte[] retryRequest = {};
    private TrafficSecret earlyTraffic;
    private HandshakeSecret handshake;
    private TrafficSecret clientHandshake;
    private TrafficSecret serverHandshake;
    private TrafficSecret clientApplication;
    private TrafficSecret serverApplication;
    private MainSecret main;
    private ResumptionSecret resumption;
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
        byte[] message = bound(value);
        messages.add(message);
        return message;
    }

    private byte[] bound(RawHello value) {
        long nowMillis = setup.clock().currentMillis();
        List<Bytes> zeros = Collections.nCopies(value.tickets().size(), Bytes.copyOf(new byte[32]));
        ClientHello unbound = value.withBinders(zeros, nowMillis);
        byte[] bytes = unbound.toByteArray();
        byte[] hash = transcript().currentWith(bytes, 0, bytes.length - unbound.bindersLengthBytes());
        List<Bytes> binders = new ArrayList<>();
        for (RawTicket ticket : value.tickets()) {
            EarlySecret early = EarlySecret.withPsk(primitives(), ticket.secret(), SecretLog.OFF);
            binders.add(Bytes.copyOf(ticket.binder(early, hash)));
        }
        return value.withBinders(binders, nowMillis).toByteArray();
    }

    /// Reads the HelloRetryRequest; the next hello goes on from there.
    HelloRetryRequest readRetry() {
        firstHello = messages.getFirst();
        read();
        HelloRetryRequest retry = received(HelloRetryRequest.class).orElseThrow();
        messages.clear();
        retryRequest = retry.toByteArray();
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
        if (earlyTraffic == null) {
            EarlySecret early = EarlySecret.withPsk(primitives(), hello.tickets().getFirst().secret(), SecretLog.OFF);
            earlyTraffic = early.clientTraffic(transcript().current());
            protect(earlyTraffic);
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
            nextReceivingKey();
            return;
        }
        if (message instanceof HelloRetryRequest) {
            return;
        }
        if (message instanceof Finished finished) {
            finished.verify(serverHandshake.verifyData(transcript().current()));
        }
        messages.add(bytes);
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
        handshake = early.advance(share.decapsulate(theirs.toArray()));
        byte[] hash = transcript().current();
        clientHandshake = handshake.clientTraffic(hash);
        serverHandshake = handshake.serverTraffic(hash);
        reader.install(Epoch.HANDSHAKE, protection(serverHandshake), reader.boundary());
    }

    private void onServerFinished() {
        byte[] hash = transcript().current();
        main = handshake.advance();
        clientApplication = main.clientTraffic(hash);
        serverApplication = main.serverTraffic(hash);
        reader.install(Epoch.APPLICATION, protection(serverApplication), reader.boundary());
    }

    private void keep(NewSessionTicket ticket) {
        Secret psk = resumption.psk(ticket.ticketNonce().toArray());
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
        protect(clientHandshake);
    }

    void sendFinished() {
        sendFinished(clientHandshake.verifyData(transcript().current()));
    }

    void sendFinished(byte[] verifyData) {
        sendHandshake(new Finished(Bytes.copyOf(verifyData)).toByteArray());
        resumption = main.resumption(transcript().current());
        protect(clientApplication);
    }

    byte[] finishedVerifyData() {
        return clientHandshake.verifyData(transcript().current());
    }

    void sendCertificate(Credential credential) {
        sendHandshake(new Certificate(Bytes.EMPTY, credential.identity().encoded().stream()
                .map(entry -> new CertificateEntry(Bytes.copyOf(entry), ExtensionBlock.EMPTY)).toList())
                .toByteArray());
    }

    void sendNoCertificate() {
        sendHandshake(new Certificate(Bytes.EMPTY, List.of()).toByteArray());
    }

    void sendCertificateVerify(Credential credential) {
        byte[] content = CertificateVerify.clientContent(transcript().current());
        byte[] signature = credential.signer().sign(credential.schemes().getFirst(), content).toCompletableFuture()
                .join();
        sendHandshake(new CertificateVerify(credential.schemes().getFirst(), Bytes.copyOf(signature)).toByteArray());
    }

    /// Any handshake message, added to the transcript.
    void sendHandshake(byte[] message) {
        messages.add(message);
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
        clientApplication = clientApplication.next();
        protect(clientApplication);
    }

    /// From now on it follows the server's KeyUpdates.
    RawClient followKeyUpdates() {
        followsKeyUpdates = true;
        return this;
    }

    private void nextReceivingKey() {
        serverApplication = serverApplication.next();
        reader.install(Epoch.APPLICATION, protection(serverApplication), reader.boundary());
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
        HashAlgorithm hash = parameters().hash();
        TranscriptHash transcript = TranscriptHash.start(setup.crypto(), hash);
        if (retryRequest.length > 0) {
            transcript.update(firstHello);
            transcript = TranscriptHash.startAfterRetry(setup.crypto(), hash, transcript.current());
            transcript.update(retryRequest);
        }
        messages.forEach(transcript::update);
        return transcript;
    }

    byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
