package dev.postern.interop.bogo;

import dev.postern.tls.Pause;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientHelloShape;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.psk.ClientSession;

import java.util.List;

/// We are the client.
final class ClientSide implements Side {

    private final TlsClientEngine engine;
    private final TrafficSecrets secrets = new TrafficSecrets();

    /// @param resumption whether there must be a session to offer
    ClientSide(Settings settings, ShimProcess process, boolean resumption) {
        if (settings.has("-fail-cert-callback")) {
            throw new NotImplementedException("-fail-cert-callback (client)");
        }
        this.engine = new TlsClientEngine(process.environment(settings), config(settings, process, resumption));
    }

    private TlsClientConfig config(Settings settings, ShimProcess process, boolean resumption) {
        List<ClientSession> sessions = resumption
                ? List.of(process.session().orElseThrow(() -> new UnmetException("there is no session to offer")))
                : List.of();
        TlsClientConfig.Builder builder = TlsClientConfig.to(settings.text("-host-name").orElse(""))
                .cipherSuites(Parameters.suites(settings)).groups(Parameters.groups(settings))
                .keyShareGroups(Parameters.keyShareGroups(settings))
                .serverGroupsHint(Parameters.groupsHint(settings))
                .signatureSchemes(Parameters.acceptedSchemes(settings)).credentials(Credentials.of(settings))
                .serverCertificateTypes(Parameters.acceptedTypes(settings))
                .clientCertificateTypes(Parameters.types("-available-client-cert-types", settings))
                .externalPsks(ExternalPsks.of(settings)).requireExternalPsk(!settings.has("-verify-peer"))
                .certificates(CertificateExchange.PLAIN.compressWith(MockCompression.of(settings))
                        .askForOcspResponse(settings.has("-enable-ocsp-stapling"))
                        .askForTimestamps(settings.has("-enable-signed-cert-timestamps")))
                .sessions(sessions).earlyData(settings.has("-enable-early-data")).ech(EncryptedHello.client(settings))
                .records(Parameters.records(settings))
                .helloShape(new ClientHelloShape(settings.has("-enable-grease"), settings.has("-permute-extensions")))
                .keyLog(secrets);
        settings.bytes("-advertise-alpn").map(Parameters::protocols)
                .ifPresent(protocols -> builder.applicationProtocols(protocols.toArray(String[]::new)));
        return builder.build();
    }

    TrafficSecrets secrets() {
        return secrets;
    }

    @Override
    public TlsEngine engine() {
        return engine;
    }

    @Override
    public void start(TlsOutput out) {
        engine.start(out);
    }

    @Override
    public long earlyDataCapacity() {
        return engine.earlyDataCapacity();
    }

    @Override
    public void answer(Pause<?> question, Settings settings, TlsOutput out, TlsSink sink) {
        switch (question) {
            case Pause.Sign pause -> Credentials.sign(pause, out, sink);
            case Pause.VerifyPeer pause -> {
                EncryptedHello.checkName(pause.serverName(), settings);
                pause.resume(Verification.judge(pause.identity(), settings), out, sink);
            }
            case Pause.ChooseConfig _,Pause.OpenTicket _,Pause.JudgeEarlyData _ ->
                throw new UnmetException("a client was asked a server's question");
        }
    }

    @Override
    public void check(SessionInfo info, Settings settings) {
        Expectation.equal("ALPN", settings.text("-expect-alpn").orElse(""),
                info.applicationProtocol() == null ? "" : info.applicationProtocol());
        boolean shown = info.peerIdentity() instanceof KeyHolder peer && !peer.isEmpty();
        if (settings.has("-expect-no-peer-cert") ? shown : info.peerIdentity().isEmpty()) {
            throw new UnmetException("the server shows " + info.peerIdentity());
        }
        settings.base64("-expect-ocsp-response").ifPresent(
                response -> Expectation.equalBytes("OCSP response", response, info.peerStaples().ocspResponse()));
        settings.base64("-expect-signed-cert-timestamps").ifPresent(
                list -> Expectation.equalBytes("timestamps", list, info.peerStaples().timestamps()));
        if (info.signatureScheme() != null) {
            Expectation.sameNumber("signature scheme", settings.number("-expect-peer-signature-algorithm"),
                    info.signatureScheme().code());
        }
    }
}
