package dev.postern.tls.server;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.keys.Exporter;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.TrafficSecret;
import dev.postern.tls.keys.TranscriptHash;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/// A server's flight that was written, and what is needed to check the client's answer to it.
///
/// @param negotiation       what it answers
/// @param psk               the ticket or external PSK that was used, or null
/// @param transcript        up to and with our Finished; goes on with the client's messages
/// @param clientHandshake   the client's handshake traffic secret
/// @param clientApplication the client's first application traffic secret
/// @param main              for the resumption secret
/// @param exporter          usable once the client is confirmed
/// @param earlyExporter     where early data was accepted, else null
/// @param info              what was negotiated
/// @param writtenAtMillis   when it was written
record Flight(Negotiation negotiation, @Nullable PskUse psk, TranscriptHash transcript,
        TrafficSecret clientHandshake, TrafficSecret clientApplication, MainSecret main, Exporter exporter,
        @Nullable Exporter earlyExporter, SessionInfo info, long writtenAtMillis) {

    boolean asksForCertificate() {
        return asksForCertificate(negotiation, psk);
    }

    /// RFC 9846 4.4.2: servers which are authenticating with a PSK MUST NOT send CertificateRequest.
    static boolean asksForCertificate(Negotiation negotiation, @Nullable PskUse psk) {
        return psk == null && negotiation.config().clientAuthentication() != ClientAuthentication.NONE;
    }

    /// What the client was told to present.
    CertificateType clientCertificateType() {
        return CertificateTypeChoice.ofClient(negotiation.hello(), negotiation.config().clientCertificateTypes());
    }

    /// What a client's Certificate may answer.
    Set<ExtensionType> requestedOfClient() {
        return new ExtensionBlock(IncomingCertificate.requests(negotiation.config().certificates(),
                ExtensionPlace.CERTIFICATE_REQUEST)).types();
    }

    /// The same flight, once the client proved who it is.
    Flight provedBy(IncomingCertificate client, SignatureScheme clientScheme) {
        SessionInfo proved = new SessionInfo(info.cipherSuite(), info.group(), info.signatureScheme(), clientScheme,
                info.serverName(), info.applicationProtocol(), info.resumed(), info.helloRetried(), info.earlyData(),
                info.localIdentity(), client.identity(), client.staples(), info.ech(),
                info.ticketAgeSkewMillis(), info.sessionId());
        return new Flight(negotiation, psk, transcript, clientHandshake, clientApplication, main, exporter,
                earlyExporter, proved, writtenAtMillis);
    }

    static SessionInfo info(Negotiation negotiation, @Nullable PskUse psk,
            @Nullable CertificateChoice certificate, EarlyDataReason earlyData, byte[] sessionId, long nowMillis) {
        SignatureScheme scheme = certificate == null ? null : certificate.scheme();
        Identity local = certificate == null ? CertificateChain.EMPTY : certificate.credential().identity();
        Identity peer = psk == null ? CertificateChain.EMPTY : psk.client();
        return new SessionInfo(negotiation.cipherSuite(), negotiation.share().group(), scheme, null,
                negotiation.hello().serverName(), negotiation.protocol(), psk instanceof Resumption,
                negotiation.helloRetried(), earlyData, local, peer, Staples.NONE, negotiation.hello().ech().status(),
                psk instanceof Resumption resumption ? resumption.ageSkewMillis(nowMillis) : null, sessionId);
    }

    boolean acceptedEarlyData() {
        return info.earlyData() == EarlyDataReason.ACCEPTED;
    }

    /// The handshake is over: what only it needed goes.
    void wipeHandshake() {
        clientHandshake.destroy();
        main.destroy();
    }

    void wipe() {
        wipeHandshake();
        clientApplication.destroy();
        exporter.destroy();
        if (earlyExporter != null) {
            earlyExporter.destroy();
        }
    }
}
