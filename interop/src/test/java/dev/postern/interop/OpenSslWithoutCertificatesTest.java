package dev.postern.interop;

import dev.postern.interop.engine.EngineClient;
import dev.postern.interop.engine.EngineJournal;
import dev.postern.interop.engine.EngineServer;
import dev.postern.interop.engine.Engines;
import dev.postern.interop.engine.ServerSettings;
import dev.postern.interop.engine.Trust;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.peer.PeerProcess;
import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.ExternalPsk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// OpenSSL without certificates, in both roles: external PSKs as they are, with the old and the new one, and raw public keys with the new.
class OpenSslWithoutCertificatesTest {
    private static final String LINE = "line 1\n";
    private static final String NAME = "sensor 7";
    private static final byte[] KEY = "thirty-two bytes that both know.".getBytes(StandardCharsets.US_ASCII);
    private static final ExternalPsk PSK = ExternalPsk.of(NAME.getBytes(StandardCharsets.US_ASCII),
            Secret.copyOf(KEY), HashAlgorithm.SHA256);
    private static final List<String> PSK_OPTIONS = List.of("-psk_identity", NAME, "-psk",
            HexFormat.of().formatHex(KEY));
    private static final List<CertificateType> RAW_ALONE = List.of(CertificateType.RAW_PUBLIC_KEY);

    private final Identity theirs = Scenario.AUTHORITY.server(KeyKind.ECDSA_P256);
    private final Identity ours = Scenario.AUTHORITY.server(KeyKind.ECDSA_P256);

    private static RawPublicKey key(Identity identity) {
        return RawPublicKey.of(identity.certificate().getPublicKey());
    }

    private static List<String> keyFiles(Identity identity) {
        return List.of("-cert", identity.certificateFile().toString(), "-key", identity.keyFile().toString());
    }

    private static List<String> command(PeerExecutable openssl, List<String> role, List<String> options) {
        List<String> command = new ArrayList<>(List.of("stdbuf", "--output=L", openssl.path().toString()));
        command.addAll(role);
        command.addAll(options);
        return command;
    }

    /// Our client says a line to `s_server`, which prints it.
    private static SessionInfo toServer(PeerExecutable openssl, List<String> options, TlsClientConfig config,
            Trust trust) {
        List<String> listen = List.of("s_server", "-tls1_3", "-accept", "127.0.0.1:0", "-naccept", "1");
        try (PeerProcess server = new PeerProcess(command(openssl, listen, options))) {
            int port = Integer.parseInt(server.await("^ACCEPT 127\\.0\\.0\\.1:(\\d+)").group(1));
            try (EngineClient client = new EngineClient(port, config, trust, "")) {
                EngineJournal journal = client.journal().awaitConfirmed();
                client.send(LINE);
                server.await("^line 1");
                return journal.session();
            }
        }
    }

    /// `s_client` says a line to our server, and gets it back.
    private static SessionInfo fromClient(PeerExecutable openssl, List<String> options, ServerSettings settings) {
        try (EngineServer server = new Scenario().server(settings);
                PeerProcess client = new PeerProcess(command(openssl,
                        List.of("s_client", "-tls1_3", "-connect", "127.0.0.1:" + server.port()), options))) {
            client.type(LINE);
            EngineJournal journal = server.nextConnection().awaitText(LINE);
            client.await("^line 1");
            return journal.session();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL_DEBIAN", "OPENSSL_NEW"})
    void takesOurExternalPsk(PeerExecutable openssl) {
        List<String> options = new ArrayList<>(PSK_OPTIONS);
        options.add("-nocert");
        SessionInfo session = toServer(openssl, options, Scenario.clientConfig().externalPsks(List.of(PSK)).build(),
                Scenario.trust());

        assertThat(session.peerIdentity()).isEqualTo(new PskHolder(NAME.getBytes(StandardCharsets.US_ASCII)));
        assertThat(session.resumed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL_DEBIAN", "OPENSSL_NEW"})
    void offersAnExternalPskThatWeTake(PeerExecutable openssl) {
        TlsServerConfig config = TlsServerConfig.with(List.of()).externalPsks(List.of(PSK)).build();
        SessionInfo session = fromClient(openssl, PSK_OPTIONS, Scenario.settings(config));

        assertThat(session.peerIdentity()).isEqualTo(new PskHolder(NAME.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void showsARawPublicKey() {
        List<String> options = new ArrayList<>(keyFiles(theirs));
        options.add("-enable_server_rpk");
        SessionInfo session = toServer(PeerExecutable.OPENSSL_NEW, options,
                Scenario.clientConfig().serverCertificateTypes(RAW_ALONE).build(),
                Trust.in(Scenario.AUTHORITY, key(theirs)));

        assertThat(session.peerIdentity()).isEqualTo(key(theirs));
    }

    @Test
    void takesOurRawPublicKey() {
        TlsServerConfig config = TlsServerConfig.with(Engines.rawKey(ours)).build();
        SessionInfo session = fromClient(PeerExecutable.OPENSSL_NEW, List.of("-enable_server_rpk"),
                Scenario.settings(config));

        assertThat(session.localIdentity()).isEqualTo(key(ours));
    }

    @Test
    void provesItselfByARawPublicKey() {
        TlsServerConfig config = Scenario.serverConfig().clientAuthentication(ClientAuthentication.REQUIRE)
                .clientCertificateTypes(RAW_ALONE).build();
        List<String> options = new ArrayList<>(keyFiles(theirs));
        options.add("-enable_client_rpk");
        SessionInfo session = fromClient(PeerExecutable.OPENSSL_NEW, options,
                ServerSettings.of(config, Trust.in(Scenario.AUTHORITY, key(theirs))));

        assertThat(session.peerIdentity()).isEqualTo(key(theirs));
    }
}
