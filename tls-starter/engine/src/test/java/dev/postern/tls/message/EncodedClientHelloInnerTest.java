package dev.postern.tls.message;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.extension.EchClientHelloInner;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// How an inner hello is made small and long, and made whole again. What is wrong with one is tested at the server, which judges it.
class EncodedClientHelloInnerTest {
    private static final Set<ExtensionType> COMMON = Set.of(ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE);
    private static final ClientHello SAMPLE = MessageSamples.clientHello();

    private static ClientHello with(ClientHello hello, List<Extension> extensions) {
        return new ClientHello(hello.legacyVersion(), hello.random(), hello.legacySessionId(), hello.cipherSuites(),
                hello.legacyCompressionMethods(), new ExtensionBlock(extensions));
    }

    private static ClientHello with(ClientHello hello, Bytes sessionId) {
        return new ClientHello(hello.legacyVersion(), hello.random(), sessionId, hello.cipherSuites(),
                hello.legacyCompressionMethods(), hello.extensions());
    }

    /// With what both hellos have in common in one place.
    private static ClientHello inner(String serverName) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(new EchClientHelloInner());
        SAMPLE.extensions().extensions().stream().filter(extension -> COMMON.contains(extension.type()))
                .forEach(extensions::add);
        if (!serverName.isEmpty()) {
            extensions.add(new ServerName(serverName));
        }
        return with(SAMPLE, extensions);
    }

    private static int length(String serverName, int maximumNameLength) {
        return EncodedClientHelloInner.encode(inner(serverName), COMMON, maximumNameLength).length;
    }

    @Test
    @Rfc(number = 9849, section = "5.1")
    void comesBackWholeWithTheHelpOfTheOuterOne() {
        ClientHello inner = inner("secret.example");
        byte[] encoded = EncodedClientHelloInner.encode(inner, COMMON, 0);

        assertThat(EncodedClientHelloInner.decode(encoded, SAMPLE.toByteArray())).isEqualTo(inner.toByteArray());
        assertThat(encoded.length).isLessThan(inner.toByteArray().length);
    }

    @Test
    void comesBackWholeWithoutAnythingInCommon() {
        ClientHello inner = inner("secret.example");
        byte[] encoded = EncodedClientHelloInner.encode(inner, Set.of(), 0);

        assertThat(EncodedClientHelloInner.decode(encoded, SAMPLE.toByteArray())).isEqualTo(inner.toByteArray());
    }

    /// CVE-2026-3549: what is left of an inner hello is read to its end and no further.
    @Test
    @Attack(22)
    void isRefusedWhereverItIsCutOff() {
        WireWriter out = new WireWriter();
        ClientHello inner = inner("secret.example");
        with(inner, Bytes.EMPTY).writeBody(out);
        byte[] encoded = out.toByteArray();
        byte[] outer = SAMPLE.toByteArray();
        assertThat(EncodedClientHelloInner.decode(encoded, outer)).isEqualTo(inner.toByteArray());
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> EncodedClientHelloInner.decode(cut, outer)).as("%d bytes", length)
                    .isInstanceOfSatisfying(TlsAlert.class, alert -> assertThat(alert.description())
                            .isEqualTo(AlertDescription.DECODE_ERROR));
        }
    }

    @Test
    @Rfc(number = 9849, section = "6.1.3")
    void isAsLongForEveryNameThatIsNotTooLong() {
        int longest = length("a".repeat(40), 40);

        assertThat(longest % 32).isZero();
        for (int name = 1; name <= 40; name++) {
            assertThat(length("a".repeat(name), 40)).as("a name of %d", name).isEqualTo(longest);
        }
        assertThat(length("", 40)).as("no name").isEqualTo(longest);
        assertThat(length("a".repeat(80), 40)).as("a name that is too long").isGreaterThan(longest);
        for (int name = 1; name <= 64; name++) {
            assertThat(length("a".repeat(name), 0) % 32).as("a name of %d, without a hint", name).isZero();
        }
    }

    @Test
    @Rfc(number = 9849, section = "5.2")
    void isAuthenticatedTogetherWithTheOuterOne() {
        Extension last = SAMPLE.extensions().extensions().getFirst();
        Bytes payload = Bytes.ofHex("0102030405");
        ClientHello outer = with(SAMPLE, List.of(new ServerName("public.example"),
                new EchClientHelloOuter(1, 1, 7, Bytes.ofHex("aa"), payload), last));
        ClientHello blank = with(SAMPLE, List.of(new ServerName("public.example"),
                new EchClientHelloOuter(1, 1, 7, Bytes.ofHex("aa"), Bytes.ofHex("0000000000")), last));
        byte[] expected = blank.toByteArray();

        assertThat(ClientHelloOuter.of(outer.toByteArray()).orElseThrow().additionalData())
                .isEqualTo(Arrays.copyOfRange(expected, 4, expected.length));
    }
}
