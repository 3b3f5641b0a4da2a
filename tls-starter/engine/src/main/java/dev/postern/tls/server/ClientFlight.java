package dev.postern.tls.server;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.connection.Connection;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.connection.Possession;
import dev.postern.tls.connection.VerifyPeerQuestion;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.keys.ResumptionSecret;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.HandshakeBytes;
import dev.postern.tls.server.ServerState.VerifyingPeer;
import dev.postern.tls.server.ServerState.WaitCertificate;
import dev.postern.tls.server.ServerState.WaitCertificateVerify;
import dev.postern.tls.server.ServerState.WaitEndOfEarlyData;
import dev.postern.tls.server.ServerState.WaitFinished;

import java.util.function.Consumer;

/// The client's second flight: EndOfEarlyData, Certificate and CertificateVerify where they are due, Finished.
final class ClientFlight {
    private final EngineEnvironment environment;
    private final Connection connection;
    private final IncomingMessages messages;

    ClientFlight(EngineEnvironment environment, Connection connection, IncomingMessages messages) {
        this.environment = environment;
        this.connection = connection;
        this.messages = messages;
    }

    ServerState onEndOfEarlyData(WaitEndOfEarlyData state, HandshakeBytes message) {
        // RFC 9846 4.6: everything after it comes under the handshake traffic keys
        messages.read(message, EndOfEarlyData.class, state);
        Flight flight = state.flight();
        flight.transcript().update(message.message());
        connection.installReadKeys(Epoch.HANDSHAKE, flight.clientHandshake(), flight.negotiation().parameters().aead());
        connection.event(new TlsEvent.EarlyDataEnded(connection.earlyDataBytes()));
        return new WaitFinished(flight);
    }

    ServerState onCertificate(WaitCertificate state, HandshakeBytes message) {
        Flight flight = state.flight();
        Certificate certificate = messages.readCertificate(message, flight.negotiation().config().certificates(),
                state);
        if (!certificate.certificateRequestContext().isEmpty()) {
            // RFC 9846 4.5.1: the context of the CertificateRequest, which is empty in the handshake
            throw HelloChecks.illegal("the client's Certificate answers a request that was not made");
        }
        flight.transcript().update(message.message());
        if (!certificate.certificateList().isEmpty()) {
            return new WaitCertificateVerify(flight, IncomingCertificate.of(certificate,
                    flight.clientCertificateType(), flight.requestedOfClient()));
        }
        if (flight.negotiation().config().clientAuthentication() == ClientAuthentication.REQUIRE) {
            // RFC 9846 4.5.1.3: MAY abort the handshake with certificate_required
            throw new TlsAlert(AlertDescription.CERTIFICATE_REQUIRED, Fault.PEER_INCOMPATIBLE,
                    "the client has no certificate, and this host requires one");
        }
        return new WaitFinished(flight);
    }

    /// Possession of the key is proved here; whether to trust it is asked.
    ServerState onCertificateVerify(WaitCertificateVerify state, HandshakeBytes message, Consumer<Flight> trusted) {
        CertificateVerify verify = messages.read(message, CertificateVerify.class, state);
        Flight flight = state.flight();
        new Possession(environment, DelegatedCredential.Use.CLIENT, flight.negotiation().config().clientSchemes(),
                flight.negotiation().config().certificates().delegatedSchemes())
                .require(verify, state.client(), CertificateVerify.clientContent(flight.transcript().current()));
        flight.transcript().update(message.message());
        connection.ask(new VerifyPeerQuestion(connection, state.client(), "",
                () -> trusted.accept(flight.provedBy(state.client(), verify.algorithm()))));
        return new VerifyingPeer();
    }

    void onFinished(WaitFinished state, HandshakeBytes message) {
        Finished finished = messages.read(message, Finished.class, state);
        Flight flight = state.flight();
        finished.verify(flight.clientHandshake().verifyData(flight.transcript().current()));
        long nowMillis = environment.time().currentMillis();
        flight.transcript().update(message.message());
        ResumptionSecret resumption = flight.main().resumption(flight.transcript().current());
        connection.installReadKeys(Epoch.APPLICATION, flight.clientApplication(),
                flight.negotiation().parameters().aead());
        flight.wipeHandshake();
        connection.event(new TlsEvent.HandshakeConfirmed(flight.info()));
        new TicketIssue(environment, connection, flight, nowMillis).issue(resumption);
        resumption.destroy();
    }
}
