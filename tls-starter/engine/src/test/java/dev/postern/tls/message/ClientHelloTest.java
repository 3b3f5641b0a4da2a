package dev.postern.tls.message;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientHelloTest {
    private static final OfferedPsks PSK = new OfferedPsks(List.of(new PskIdentity(MessageSamples.filled(5, 1), 0)),
            List.of(MessageSamples.filled(32, 2)));

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = 11)
    @Attack(31)
    @EarlyDataRule("5.1")
    void refusesPreSharedKeyBeforeAnotherExtension() {
        assertRefused(AlertDescription.ILLEGAL_PARAMETER, PSK, new ServerName("postern.test"));
    }

    @Test
    @Attack(31)
    void refusesFewerBindersThanIdentities() {
        OfferedPsks uneven = new OfferedPsks(
                List.of(PSK.identities().getFirst(), new PskIdentity(MessageSamples.filled(6, 1), 0)), PSK.binders());

        assertRefused(AlertDescription.ILLEGAL_PARAMETER, uneven);
    }

    @Test
    @Attack(29)
    void refusesABinderShorterThanAnyHash() {
        assertRefused(AlertDescription.DECODE_ERROR,
                new OfferedPsks(PSK.identities(), List.of(MessageSamples.filled(31, 2), Bytes.ofHex("00"))));
    }

    @Test
    void refusesMorePskIdentitiesThanTheLimit() {
        assertRefused(AlertDescription.ILLEGAL_PARAMETER,
                new OfferedPsks(Collections.nCopies(17, PSK.identities().getFirst()),
                        Collections.nCopies(17, PSK.binders().getFirst())));
    }

    @Test
    @Attack(15)
    void refusesTwoSharesForOneGroup() {
        KeyShareEntry share = new KeyShareEntry(NamedGroup.X25519, MessageSamples.filled(32, 1));

        assertRefused(AlertDescription.ILLEGAL_PARAMETER, new KeyShareClientHello(List.of(share, share)));
    }

    @Test
    void refusesMoreSharesThanTheLimit() {
        List<KeyShareEntry> shares = new ArrayList<>();
        for (int group = 0; group < 9; group++) {
            shares.add(new KeyShareEntry(new NamedGroup(group), MessageSamples.filled(1, 1)));
        }

        assertRefused(AlertDescription.ILLEGAL_PARAMETER, new KeyShareClientHello(shares));
    }

    @Test
    @Attack(18)
    void refusesAnEmptyProtocolList() {
        // CVE-2024-5535: an empty ALPN list was read past its end
        assertRefused(AlertDescription.DECODE_ERROR,
                new UnknownExtension(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION, Bytes.ofHex("0000")));
        assertRefused(AlertDescription.DECODE_ERROR,
                new UnknownExtension(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION, Bytes.ofHex("000100")));
    }

    @Test
    void refusesAHostNameWithAByteThatNoHostHas() {
        for (String name : List.of("a\u0000.test", "a b", "\u00e9.test")) {
            Bytes bytes = Bytes.copyOf(name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            byte[] body = new dev.postern.tls.wire.WireWriter().vector16(list -> list.u8(0).opaque16(bytes))
                    .toByteArray();
            assertRefused(AlertDescription.ILLEGAL_PARAMETER,
                    new UnknownExtension(ExtensionType.SERVER_NAME, Bytes.copyOf(body)));
        }
    }

    @Test
    void knowsHowFarItsBindersCoverIt() {
        ClientHello hello = MessageSamples.clientHello();

        assertThat(hello.bindersLengthBytes()).isEqualTo(2 + 1 + 32 + 1 + 48);
        assertThat(with(new ServerName("postern.test")).bindersLengthBytes()).isZero();
    }

    private static void assertRefused(AlertDescription alert, Extension... extensions) {
        byte[] message = with(extensions).toByteArray();
        assertThatThrownBy(() -> HandshakeMessage.read(message, MessageSamples.BOUNDS)).isInstanceOfSatisfying(
                TlsAlert.class, refused -> assertThat(refused.description()).isEqualTo(alert));
    }

    private static ClientHello with(Extension... extensions) {
        ClientHello sample = MessageSamples.clientHello();
        return new ClientHello(sample.legacyVersion(), sample.random(), sample.legacySessionId(),
                sample.cipherSuites(), sample.legacyCompressionMethods(), ExtensionBlock.of(extensions));
    }
}
