package dev.postern.tls.server;

import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// How much memory a client can make one connection hold, by the largest hello that is taken and the largest certificate that is never
/// finished. The figure stands in `docs/operations/limits.md`.
class HeldMemoryTest {
    private static final int MOST_BYTES = 1 << 20;
    private static final int CONNECTIONS = 40;
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
    @EnumSource(Burden.class)
    void isBoundedHoweverTheClientBehaves(Burden burden) {
        connection(burden);
        List<TlsServerEngine> held = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < CONNECTIONS; i++) {
            held.add(connection(burden));
        }
        long each = (usedBytes() - before) / CONNECTIONS;
        assertThat(held).allMatch(engine -> engine.pause().isEmpty());
        assertThat(each).as("bytes of one connection").isBetween((long) CERTIFICATE_BYTES, (long) MOST_BYTES);
    }

    /// One byte is missing from its Certificate, so nothing is decoded and everything is kept.
    private TlsServerEngine connection(Burden burden) {
        RawClient client = new RawClient(setup);
        client.send(burden.putOn(client.hello()));
        client.read();
        client.useHandshakeKeys();
        byte[] certificate = new byte[4 + CERTIFICATE_BYTES - 1];
        certificate[0] = (byte) HandshakeType.CERTIFICATE.code();
        certificate[1] = 1;
        client.sendHandshakeBytes(certificate);
        assertThat(client.refusal()).isEmpty();
        return client.server().engine();
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
