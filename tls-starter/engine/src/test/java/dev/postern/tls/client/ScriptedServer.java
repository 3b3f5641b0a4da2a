package dev.postern.tls.client;

import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.MessageBounds;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordWriter;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A server that says whatever a test makes it say, in correctly protected records. It keeps the transcript and the keys, and checks
/// nothing.
final class ScriptedServer {
    private static final MessageBounds BOUNDS = new MessageBounds(64, 8, 16, 10);
    private static final int RECORD_HEADER_BYTES = 5;

    private final CryptoProvider crypto;
    private final RandomSource random;
    private final Credential credential;
    private final RecordWriter writer = new RecordWriter(Limits.DEFAULT);
    private final Outbox out = new Outbox();
    private final ClientHello clientHello;
    private final byte[] clientHelloBytes;
    private SuiteParameters parameters = SuiteParameters.of(CipherSuite.TLS_AES_128_GCM_SHA256).orElseThrow();
    private TranscriptHash transcript;
    private HandshakeSecret handshakeSecret;
    private TrafficSecret serverHandshake;
    private TrafficSecret serverApplication;
    private Secret psk;

    /// @param firstFlight the client's records, a ClientHello first
    ScriptedServer(CryptoProvider crypto, RandomSource random, Credential credential, byte[] firstFlight) {
        this.crypto = crypto;
        this.random = random;
        this.credential = credential;
        int length = ((firstFlight[3] & 0xff) << 8) | (firstFlight[4] & 0xff);
        this.clientHelloBytes = Arrays.copyOfRange(firstFlight, RECORD_HEADER_BYTES, RECORD_HEADER_BYTES + length);
        this.clientHello = (ClientHello) HandshakeMessage.read(clientHelloBytes, BOUNDS);
        useSuite(CipherSuite.TLS_AES_128_GCM_SHA256);
    }

    /// The second hello, after a HelloRetryRequest of ours.
    ScriptedServer(ScriptedServer first, byte[] secondFlight) {
        this.crypto = first.crypto;
        this.random = first.random;
        this.credential = first.credential;
        int at = secondFlight[0] == 20 ? 6 : 0;
        this.clientHelloBytes = Arrays.copyOfRange(secondFlight, at + RECORD_HEADER_BYTES, secondFlight.length);
        this.clientHello = (ClientHello) HandshakeMessage.read(clientHelloBytes, BOUNDS);
        this.parameters = first.parameters;
        this.transcript = first.transcript;
        transcript.update(clientHelloBytes);
    }

    ClientHello clientHello() {
        return clientHello;
    }

    void useSuite(CipherSuite suite) {
        parameters = SuiteParameters.of(suite).orElseThrow();
        transcript = TranscriptHash.start(crypto, parameters.hash());
        transcript.update(clientHelloBytes);
    }

    void usePsk(Secret value) {
        psk = value;
    }

    /// What our server would answer; tests change it.
    ServerHello serverHello(Extension... more) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(new SelectedVersion(ProtocolVersion.TLS_1_3));
        extensions.addAll(List.of(more));
        return new ServerHello(ProtocolVersion.TLS_1_2, Bytes.copyOf(random.bytes(32)), clientHello.legacySessionId(),
                clientHello.cipherSuites().stream().filter(suite -> SuiteParameters.of(suite).equals(
                        java.util.Optional.of(parameters))).findFirst().orElse(CipherSuite.TLS_AES_128_GCM_SHA256),
                0, new ExtensionBlock(extensions));
    }

    /// Our half of the key exchange; the handshake keys follow from it once the ServerHello is sent.
    KeyShareServerHello keyShare() {
        KeyShareEntry theirs = clientHello.extensions().find(KeyShareClientHello.class).orElseThrow().clientShares()
                .stream().filter(share -> crypto.groups().contains(share.group())).findFirst().orElseThrow();
        KeyExchange.Encapsulated ours = crypto.keyExchange(theirs.group(), random)
                .encapsulate(theirs.keyExchange().toArray());
        EarlySecret early = psk == null
                ? EarlySecret.withoutPsk(crypto.keySchedule(parameters.hash()), SecretLog.OFF)
                : EarlySecret.withPsk(crypto.keySchedule(parameters.hash()), psk, SecretLog.OFF);
        handshakeSecret = early.advance(ours.secret());
        return new KeyShareServerHello(new KeyShareEntry(theirs.group(), Bytes.copyOf(ours.share())));
    }

    /// Sends ServerHello and changes to the handshake keys.
    ScriptedServer hello(Extension... more) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(keyShare());
        extensions.addAll(List.of(more));
        send(serverHello(extensions.toArray(Extension[]::new)));
        return useHandshakeKeys();
    }

    ScriptedServer useHandshakeKeys() {
        serverHandshake = handshakeSecret.serverTraffic(transcript.current());
        writer.protect(RecordProtection.of(crypto, serverHandshake.keys(parameters.aead())));
        return this;
    }

    HelloRetryRequest retry(Extension... more) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(new SelectedVersion(ProtocolVersion.TLS_1_3));
        extensions.addAll(List.of(more));
        return new HelloRetryRequest(ProtocolVersion.TLS_1_2, clientHello.legacySessionId(),
                serverHello().cipherSuite(), 0, new ExtensionBlock(extensions));
    }

    ScriptedServer sendRetry(HelloRetryRequest retry) {
        byte[] first = transcript.current();
        transcript = TranscriptHash.startAfterRetry(crypto, parameters.hash(), first);
        return send(retry);
    }

    ScriptedServer encryptedExtensions(Extension... extensions) {
        return send(new EncryptedExtensions(ExtensionBlock.of(extensions)));
    }

    ScriptedServer certificate() {
        List<CertificateEntry> entries = credential.identity().encoded().stream()
                .map(entry -> new CertificateEntry(Bytes.copyOf(entry), ExtensionBlock.EMPTY)).toList();
        return send(new Certificate(Bytes.EMPTY, entries));
    }

    CertificateVerify signed(SignatureScheme scheme) {
        byte[] content = CertificateVerify.serverContent(transcript.current());
        return new CertificateVerify(scheme,
                Bytes.copyOf(credential.signer().sign(scheme, content).toCompletableFuture().join()));
    }

    ScriptedServer certificateVerify() {
        return send(signed(credential.schemes().getFirst()));
    }

    Finished finishedMessage() {
        return new Finished(Bytes.copyOf(serverHandshake.verifyData(transcript.current())));
    }

    ScriptedServer finished() {
        send(finishedMessage());
        MainSecret main = handshakeSecret.advance();
        serverApplication = main.serverTraffic(transcript.current());
        writer.protect(RecordProtection.of(crypto, serverApplication.keys(parameters.aead())));
        return this;
    }

    /// Everything of a good flight.
    ScriptedServer flight() {
        return hello().encryptedExtensions().certificate().certificateVerify().finished();
    }

    /// In the transcript and on the wire, in a record of its own.
    ScriptedServer send(HandshakeMessage message) {
        return sendRaw(message.toByteArray());
    }

    ScriptedServer sendRaw(byte[] messages) {
        transcript.update(messages);
        writer.handshake(messages, out);
        return this;
    }

    ScriptedServer sendData(byte[] data) {
        writer.applicationData(data, 0, data.length, out);
        return this;
    }

    /// Protects the next record with the next key, after a KeyUpdate.
    ScriptedServer updateKeys() {
        serverApplication = serverApplication.next();
        writer.protect(RecordProtection.of(crypto, serverApplication.keys(parameters.aead())));
        return this;
    }

    RecordWriter writer() {
        return writer;
    }

    Outbox out() {
        return out;
    }

    byte[] take() {
        return out.take();
    }
}
