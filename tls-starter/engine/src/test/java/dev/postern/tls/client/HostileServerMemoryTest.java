package dev.postern.tls.client;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.extension.CertificateAuthorities;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.pair.HeldMemory;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// How much memory a server can make a client of ours hold for one connection: it is asked to send a large cookie back, told of thousands of
/// authorities, and shown the worst certificate that the limits let through. The figure stands in `docs/operations/limits.md`.
class HostileServerMemoryTest {
    private static final int MOST_BYTES = 8 << 20;
    private static final int CONNECTIONS = 8;
    private static final int COOKIE_BYTES = 14_000;
    private static final int AUTHORITIES = 5_000;
    private static final int TICKET_BYTES = 16_300;

    private final CryptoProvider crypto = new JdkCryptoProvider();
    private final Credential own = TestCredentials.p256(crypto, "client");

    /// Where the server stops for good.
    enum End {
        BEFORE_THE_LAST_BYTE_OF_ITS_CERTIFICATE {
            @Override
            void reach(ScriptedServer server) {
                byte[] certificate = new byte[4 + Limits.DEFAULT.certificateMessageBytes() - 1];
                certificate[0] = (byte) HandshakeType.CERTIFICATE.code();
                certificate[1] = 1;
                server.sendRaw(certificate);
            }
        },
        BEFORE_IT_PROVES_ANYTHING {
            @Override
            void reach(ScriptedServer server) {
                server.certificate();
            }
        },
        BEFORE_THE_LAST_BYTE_OF_ITS_LAST_TICKET {
            @Override
            void reach(ScriptedServer server) {
                server.certificate().certificateVerify().finished();
                NewSessionTicket ticket = new NewSessionTicket(60, 1, Bytes.ofHex("00"),
                        Bytes.copyOf(new byte[TICKET_BYTES]), ExtensionBlock.EMPTY);
                for (int i = 0; i < Limits.DEFAULT.postHandshakeMessages(); i++) {
                    server.send(ticket);
                }
                byte[] last = ticket.toByteArray();
                server.sendRaw(Arrays.copyOf(last, last.length - 1));
            }
        };

        abstract void reach(ScriptedServer server);
    }

    @ParameterizedTest
    @EnumSource
    void isBoundedHoweverTheServerBehaves(End end) {
        long each = HeldMemory.ofOne(CONNECTIONS, () -> connection(end));
        assertThat(each).as("bytes of one connection").isBetween((long) COOKIE_BYTES, (long) MOST_BYTES);
    }

    @Test
    void theFigureIsTheOneThatTheDocumentsState() throws IOException {
        HeldMemory.assertStated(MOST_BYTES, "HostileServerMemoryTest.isBoundedHoweverTheServerBehaves");
    }

    /// Each has a certificate of its own: the JDK gives one that it has read before out again.
    private TlsClientEngine connection(End end) {
        PairSetup setup = new PairSetup(crypto, end == End.BEFORE_THE_LAST_BYTE_OF_ITS_CERTIFICATE ? own
                : TestCredentials.ofShortestNames(crypto));
        HostileServer hostile = new HostileServer(setup, client -> client.credentials(List.of(own)));
        hostile.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.copyOf(new byte[COOKIE_BYTES])))))
                .readSecondHello()
                .say(server -> end.reach(server.hello().encryptedExtensions().send(request())));
        assertThat(hostile.client().failure()).isEmpty();
        assertThat(hostile.client().engine().stage()).isEqualTo(
                end == End.BEFORE_THE_LAST_BYTE_OF_ITS_LAST_TICKET ? Stage.CONNECTED : Stage.HANDSHAKE);
        return hostile.client().engine();
    }

    private static CertificateRequest request() {
        return new CertificateRequest(Bytes.EMPTY,
                ExtensionBlock.of(new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256)),
                        new CertificateAuthorities(Collections.nCopies(AUTHORITIES, Bytes.ofHex("30")))));
    }
}
