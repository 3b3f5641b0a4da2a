package dev.postern.tls.client;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.OutgoingCertificate;
import dev.postern.tls.connection.SignQuestion;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.keys.Exporter;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.wire.Bytes;

import java.util.List;
import java.util.function.Consumer;

/// Our second flight, the answer to the server's Finished: EndOfEarlyData and Certificate where they are due, then our Finished. It may
/// wait for a signature.
final class SecondFlight {
    private final Connection connection;
    private final Authenticated server;
    private final TlsClientConfig config;
    private final SessionInfo info;
    private final TranscriptHash transcript;
    private final MainSecret main;
    private final TrafficSecret clientApplication;
    private final TrafficSecret serverApplication;
    private final Exporter exporter;

    /// @param server whose Finished is verified and in the transcript
    SecondFlight(EngineEnvironment environment, Connection connection, Authenticated server,
            TlsClientConfig config) {
        this.connection = connection;
        this.server = server;
        this.config = config;
        this.info = server.info(config.serverName(), environment.random().bytes(32));
        this.transcript = server.negotiated().transcript();
        byte[] finishedHash = transcript.current();
        this.main = server.negotiated().secret().advance();
        this.clientApplication = main.clientTraffic(finishedHash);
        this.serverApplication = main.serverTraffic(finishedHash);
        this.exporter = main.exporter(finishedHash);
    }

    /// @param done takes what is left, at once or when it was signed
    void write(Consumer<Established> done) {
        Negotiated negotiated = server.negotiated();
        connection.installReadKeys(Epoch.APPLICATION, serverApplication, negotiated.parameters().aead());
        boolean earlyDataAccepted = server.parameters().earlyData() == EarlyDataReason.ACCEPTED;
        if (earlyDataAccepted) {
            // RFC 9846 4.6: MUST send EndOfEarlyData after receiving the server Finished, under the early traffic keys
            send(new EndOfEarlyData());
            connection.installWriteKeys(Epoch.HANDSHAKE, negotiated.clientHandshake(),
                    negotiated.parameters().aead());
        }
        authenticate(() -> done.accept(finish()));
    }

    private void authenticate(Runnable next) {
        switch (server.clientCredential()) {
            case CredentialChoice.NotRequested() -> next.run();
            case CredentialChoice.Anonymous() -> {
                // RFC 9846 4.5.1: a client without a suitable certificate MUST send an empty Certificate message
                send(new Certificate(Bytes.EMPTY, List.of()));
                next.run();
            }
            case CredentialChoice.Present choice -> {
                send(OutgoingCertificate.of(choice.credential(), choice.asked(), config.certificates()));
                byte[] content = CertificateVerify.clientContent(transcript.current());
                connection.ask(new SignQuestion(connection, choice.credential(), choice.scheme(), content,
                        signature -> {
                            send(new CertificateVerify(choice.scheme(), Bytes.copyOf(signature)));
                            next.run();
                        }));
            }
        }
    }

    private Established finish() {
        Negotiated negotiated = server.negotiated();
        send(new Finished(Bytes.copyOf(negotiated.clientHandshake().verifyData(transcript.current()))));
        Established established = new Established(info, exporter, main.resumption(transcript.current()));
        connection.installWriteKeys(Epoch.APPLICATION, clientApplication, negotiated.parameters().aead());
        main.destroy();
        negotiated.wipe();
        return established;
    }

    private void send(HandshakeMessage message) {
        byte[] bytes = message.toByteArray();
        transcript.update(bytes);
        connection.sendHandshake(bytes);
    }

    /// It failed before it was complete.
    void wipe() {
        server.negotiated().wipe();
        main.destroy();
        clientApplication.destroy();
        serverApplication.destroy();
        exporter.destroy();
    }
}
