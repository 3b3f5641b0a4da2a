package dev.postern.tls.server;

import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.pair.HeldMemory;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// How much memory a client can make one connection hold before it has proved anything, by the largest hello that is taken and the largest
/// certificate. The figures stand in `docs/operations/limits.md`.
class HeldMemoryTest {
    private static final int MOST_UNFINISHED = 1 << 20;
    private static final int MOST_UNPROVED = 8 << 20;
    private static final int CONNECTIONS = 20;
    private static final int LARGE_CONNECTIONS = 8;
    private static final int HELLO_BYTES = 16_000;
    private static final int CERTIFICATE_BYTES = 65_536;

    private final PairSetup setup = new PairSetup().server(server -> server
            .clientAuthentication(ClientAuthentication.REQUEST).requireApplicationProtocol(false));

    /// What a hello of 16 KiB can be full of.
    enum Burden {
        SUITES {
            @Override
            RawHello putOn(RawHello hello) {
                return hello.suites(Stream
                        .concat(Stream.of(CipherSuite.TLS_AES_128_GCM_SHA256),
                                IntStream.range(0x2000, 0x2000 + HELLO_BYTES / 2 - 400).mapToObj(CipherSuite::new))
                        .toArray(CipherSuite[]::new));
            }
        },
        PROTOCOLS {
            @Override
            RawHello putOn(RawHello hello) {
                return hello.with(new ApplicationProtocols(Collections.nCopies(HELLO_BYTES / 2 - 400, "x")));
            }
        },
        EXTENSIONS {
            @Override
            RawHello putOn(RawHello hello) {
                RawHello full = hello;
                for (int i = 0; i < 56; i++) {
                    full = full.with(new UnknownExtension(new ExtensionType(0xf000 + i),
                            Bytes.copyOf(new byte[HELLO_BYTES / 56 - 12])));
                }
                return full;
            }
        };

        abstract RawHello putOn(RawHello hello);
    }

    @ParameterizedTest
    @EnumSource
    void isBoundedWithACertificateThatNeverEnds(Burden burden) {
        long each = HeldMemory.ofOne(CONNECTIONS, () -> unfinished(burden));
        assertThat(each).as("bytes of one connection").isBetween((long) CERTIFICATE_BYTES, (long) MOST_UNFINISHED);
    }

    /// It is decoded before the client has proved to have its key, and read by the JDK into objects that are larger than it.
    @Test
    void isBoundedWithACertificateOfTheShortestNames() {
        long each = HeldMemory.ofOne(LARGE_CONNECTIONS, () -> unproved(Burden.SUITES));
        assertThat(each).as("bytes of one connection").isBetween((long) CERTIFICATE_BYTES, (long) MOST_UNPROVED);
    }

    @Test
    void theFiguresAreTheOnesThatTheDocumentsState() throws IOException {
        HeldMemory.assertStated(MOST_UNFINISHED, "HeldMemoryTest.isBoundedWithACertificateThatNeverEnds");
        HeldMemory.assertStated(MOST_UNPROVED, "HeldMemoryTest.isBoundedWithACertificateOfTheShortestNames");
    }

    /// One byte is missing from its Certificate, so nothing is decoded and everything is kept.
    private TlsServerEngine unfinished(Burden burden) {
        RawClient client = asked(burden);
        byte[] certificate = new byte[4 + CERTIFICATE_BYTES - 1];
        certificate[0] = (byte) HandshakeType.CERTIFICATE.code();
        certificate[1] = 1;
        client.sendHandshakeBytes(certificate);
        return waiting(client);
    }

    /// Its CertificateVerify never comes. Each has a certificate of its own: the JDK gives one that it has read before out again.
    private TlsServerEngine unproved(Burden burden) {
        RawClient client = asked(burden);
        client.sendCertificate(TestCredentials.ofShortestNames(setup.crypto()));
        return waiting(client);
    }

    private RawClient asked(Burden burden) {
        RawClient client = new RawClient(setup);
        client.send(burden.putOn(client.hello()));
        client.read();
        client.useHandshakeKeys();
        return client;
    }

    private static TlsServerEngine waiting(RawClient client) {
        assertThat(client.refusal()).isEmpty();
        assertThat(client.server().engine().pause()).isEmpty();
        return client.server().engine();
    }
}
