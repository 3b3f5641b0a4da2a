package dev.postern.interop.bogo;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.ServerPreferences;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.PolicyDigest;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// We are the server.
final class ServerSide implements Side {

    private static final int TICKETS = 2;
    private static final int TICKET_LIFETIME_SECONDS = (int) Duration.ofDays(2).toSeconds();
    /// BoringSSL lets in what is off by sixty whole seconds.
    private static final Duration FRESHNESS_WINDOW = Duration.ofMillis(60_999);
    /// Nobody offers it, so a list with nothing else refuses everybody.
    private static final String NOBODYS_PROTOCOL = "nobody's";

    private final ShimProcess process;
    private final TlsServerConfig config;
    private final TlsServerEngine engine;

    ServerSide(Settings settings, ShimProcess process) {
        this.process = process;
        this.config = config(settings);
        this.engine = new TlsServerEngine(process.environment(settings), EncryptedHello.server(settings));
    }

    private TlsServerConfig config(Settings settings) {
        List<Credential> credentials = Credentials.of(settings);
        List<ExternalPsk> psks = ExternalPsks.of(settings);
        if (credentials.isEmpty() && psks.isEmpty()) {
            throw new NotImplementedException("(a server without a certificate)");
        }
        boolean earlyData = settings.has("-enable-early-data");
        TlsServerConfig.Builder builder = TlsServerConfig.with(credentials)
                .suiteRanking(Parameters.ranking(Parameters.suites(settings), "-tls13-ciphers-flags", settings))
                .groupRanking(Parameters.ranking(Parameters.groups(settings), "-curves-flags", settings))
                .externalPsks(psks).clientSchemes(Parameters.acceptedSchemes(settings))
                .clientCertificateTypes(Parameters.acceptedTypes(settings))
                .certificates(CertificateExchange.PLAIN.compressWith(MockCompression.of(settings)))
                .clientAuthentication(clientAuthentication(settings)).clientAuthorities(authorities(settings))
                .earlyData(new EarlyDataPolicy(earlyData ? ShimProcess.EARLY_DATA_BYTES : 0, earlyData,
                        FRESHNESS_WINDOW));
        builder.records(Parameters.records(settings)).preferences(preferences(settings));
        if (!settings.has("-no-ticket")) {
            builder.tickets(new TicketPolicy(TICKETS, TICKET_LIFETIME_SECONDS, 0,
                    settings.has("-skip-ticket") ? state -> new byte[0] : process.tickets()));
        }
        settings.text("-session-id-context").map(ServerSide::digest).ifPresent(builder::policyDigest);
        if (settings.has("-reject-alpn")) {
            builder.applicationProtocols(NOBODYS_PROTOCOL);
        } else if (!settings.has("-decline-alpn")) {
            settings.text("-select-alpn").ifPresent(builder::applicationProtocols);
        }
        return builder.build();
    }

    /// To BoringSSL its best group is worth a round trip, a session keeps its suite, and of a certificate and a PSK the one that was
    /// configured first counts; everybody gets its change_cipher_spec. The round trip is made where a case is about it: in another one the second hello is not the first again,
    /// which no client may do and BoringSSL does not look at.
    private static ServerPreferences preferences(Settings settings) {
        return ServerPreferences.DEFAULT.shareBeforeRank(!settings.has("-expect-hrr"))
                .pskBeforeCertificate(ExternalPsks.comeFirst(settings)).resumeAcrossSuites(false)
                .serverNameAnswered(!settings.has("-no-server-name-ack")).unaskedChangeCipherSpec(true);
    }

    private static ClientAuthentication clientAuthentication(Settings settings) {
        if (settings.has("-require-any-client-certificate")) {
            return ClientAuthentication.REQUIRE;
        }
        return settings.has("-verify-peer") ? ClientAuthentication.REQUEST : ClientAuthentication.NONE;
    }

    /// BoringSSL's session id context is what a policy digest is to us: it says where a session may be resumed. A credential's own stands last.
    private static PolicyDigest digest(String context) {
        return new PolicyDigest(Arrays.copyOf(Base64.getDecoder().decode(context), PolicyDigest.BYTES));
    }

    private static List<byte[]> authorities(Settings settings) {
        return settings.text("-use-client-ca-list").filter(list -> !list.startsWith("<"))
                .map(list -> Stream.of(list.split(",")).map(HexFormat.of()::parseHex).toList()).orElse(List.of());
    }

    @Override
    public TlsEngine engine() {
        return engine;
    }

    @Override
    public void start(TlsOutput out) {}

    @Override
    public long earlyDataCapacity() {
        return 0;
    }

    @Override
    public void answer(Pause<?> question, Settings settings, TlsOutput out, TlsSink sink) {
        switch (question) {
            case Pause.ChooseConfig pause -> choose(pause, settings, out, sink);
            case Pause.OpenTicket pause -> pause.resume(process.tickets().open(pause.ticket()), out, sink);
            case Pause.JudgeEarlyData pause -> pause.resume(new EarlyDataVerdict.Accept(), out, sink);
            case Pause.Sign pause -> Credentials.sign(pause, out, sink);
            case Pause.VerifyPeer pause -> pause.resume(Verification.judge(pause.identity(), settings), out, sink);
        }
    }

    private void choose(Pause.ChooseConfig pause, Settings settings, TlsOutput out, TlsSink sink) {
        check(pause.hello(), settings);
        if (settings.has("-fail-early-callback")) {
            pause.fail(refusal(AlertDescription.HANDSHAKE_FAILURE), out, sink);
        } else if (settings.has("-fail-ocsp-callback")) {
            pause.fail(new TlsAlert(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE,
                    "the flags want no OCSP response to be had"), out, sink);
        } else if (settings.has("-fail-cert-callback") || settings.has("-fail-ddos-callback")) {
            pause.fail(refusal(AlertDescription.INTERNAL_ERROR), out, sink);
        } else {
            pause.resume(config, out, sink);
        }
    }

    private static TlsAlert refusal(AlertDescription alert) {
        return new TlsAlert(alert, Fault.OUR_MISUSE, "the flags want this client refused");
    }

    private static void check(ClientHelloView hello, Settings settings) {
        Expectation.same("server name", settings.text("-expect-server-name"), hello.serverName());
        if (settings.has("-expect-no-server-name") && hello.serverName() != null) {
            throw new UnmetException("the client names " + hello.serverName());
        }
        settings.bytes("-expect-advertised-alpn").ifPresent(
                list -> Expectation.equal("ALPN offer", Parameters.protocols(list), hello.applicationProtocols()));
        List<Integer> schemes = settings.numbers("-expect-peer-verify-pref");
        if (!schemes.isEmpty()) {
            Expectation.equal("signature schemes", schemes,
                    hello.signatureSchemes().stream().map(scheme -> scheme.code()).toList());
        }
    }

    @Override
    public void check(SessionInfo info, Settings settings) {
        Expectation.equal("ALPN", settings.text("-select-alpn").orElse(""),
                info.applicationProtocol() == null ? "" : info.applicationProtocol());
        Expectation.same("server name", settings.text("-expect-server-name"), info.serverName());
        if (settings.has("-require-any-client-certificate") && info.peerIdentity().isEmpty()) {
            throw new UnmetException("the client has no certificate");
        }
        if (info.clientSignatureScheme() != null) {
            Expectation.sameNumber("signature scheme", settings.number("-expect-peer-signature-algorithm"),
                    info.clientSignatureScheme().code());
        }
        checkAgeSkew(info, settings);
    }

    private static void checkAgeSkew(SessionInfo info, Settings settings) {
        int seconds = settings.number("-expect-ticket-age-skew", 0);
        Long millis = info.ticketAgeSkewMillis();
        if (seconds != 0 && millis != null) {
            Expectation.equal("ticket age skew", (long) seconds, Math.round(millis / 1000.0));
        }
    }
}
