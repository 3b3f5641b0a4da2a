package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchSealing;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.extension.EchClientHelloInner;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.OuterExtensions;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.ClientHelloOuter;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/// What a server makes of what is encrypted in a hello (RFC 9849 7.1), by whoever has read its public key: anybody.
class InnerClientHelloTest {
    private static final String PUBLIC_NAME = "public.example";

    private final PairSetup setup = new PairSetup(CryptoProviders.fastest());
    private final EchKey key = EchKey.generate(setup.crypto(), setup.random(), 5, PUBLIC_NAME, 0);
    private EchSealing sealing = newSealing();
    private RawClient client = newClient();

    private RawClient newClient() {
        return new RawClient(setup.echKeys(EchKeys.of(List.of(key))));
    }

    private EchSealing newSealing() {
        return EchSealing.of(EchConfigList.of(List.of(key.config())), setup.crypto(), setup.random()).orElseThrow();
    }

    // ---- what a client builds ----

    private RawHello inner() {
        return client.hello().sessionId(new byte[0]).with(new EchClientHelloInner());
    }

    private RawHello outer() {
        return client.hello().with(new ServerName(PUBLIC_NAME));
    }

    private static byte[] encoded(RawHello inner) {
        WireWriter out = new WireWriter();
        inner.withBinders(List.of(), 0).writeBody(out);
        return out.toByteArray();
    }

    private EchClientHelloOuter extension(byte[] enc, byte[] payload) {
        return new EchClientHelloOuter(sealing.hpkeSuite().kdf(), sealing.hpkeSuite().aead(), 5, Bytes.copyOf(enc),
                Bytes.copyOf(payload));
    }

    private RawHello around(byte[] encoded, RawHello outer, byte[] enc) {
        RawHello blank = outer.with(extension(enc, new byte[encoded.length + 16]));
        byte[] additionalData = ClientHelloOuter.of(blank.withBinders(List.of(), 0).toByteArray())
                .orElseThrow().additionalData();
        return outer.with(extension(enc, sealing.seal(additionalData, encoded)));
    }

    private void send(byte[] encoded, RawHello outer) {
        client.send(around(encoded, outer, sealing.encapsulated()));
    }

    private void send(RawHello inner) {
        send(encoded(inner), outer());
    }

    private void assertRefused(AlertDescription alert) {
        assertThat(client.refusal()).contains(alert);
        client = newClient();
        sealing = newSealing();
    }

    private void assertRefused(RawHello inner, AlertDescription alert) {
        send(inner);
        assertRefused(alert);
    }

    private void assertAccepted() {
        assertThat(client.server().failure()).isEmpty();
        SessionInfo session = client.server().engine().session().orElseThrow();
        assertThat(session.ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(session.serverName()).isEqualTo(PairSetup.NAME);
    }

    private static OuterExtensions references(ExtensionType... types) {
        return new OuterExtensions(List.of(types));
    }

    // ---- a first hello ----

    @Test
    void isTheOneThatCounts() {
        send(inner());
        assertAccepted();
    }

    @Test
    @Rfc(number = 9849, section = "5.1")
    void mayReferToTheOuterOneInItsOrder() {
        send(inner().without(ExtensionType.SUPPORTED_GROUPS).without(ExtensionType.KEY_SHARE)
                .with(references(ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE)));
        assertAccepted();
    }

    @Test
    @Rfc(number = 9849, section = "5.1")
    @Attack(22)
    void refersToNothingTwiceOrOutOfOrderOrWhichIsNotThere() {
        RawHello bare = inner().without(ExtensionType.SUPPORTED_GROUPS).without(ExtensionType.KEY_SHARE);
        assertRefused(bare.with(references(ExtensionType.KEY_SHARE, ExtensionType.SUPPORTED_GROUPS)),
                AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(bare.with(references(ExtensionType.SUPPORTED_GROUPS, ExtensionType.SUPPORTED_GROUPS)),
                AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(bare.with(references(ExtensionType.COOKIE)), AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(bare.with(references(ExtensionType.ENCRYPTED_CLIENT_HELLO)), AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(bare.with(references(ExtensionType.ECH_OUTER_EXTENSIONS)), AlertDescription.ILLEGAL_PARAMETER);
    }

    /// The reference is in order; the hello that comes of it has an extension twice, as any hello may.
    @Test
    void hasNothingThatItAlsoRefersTo() {
        assertRefused(inner().with(references(ExtensionType.SERVER_NAME)), AlertDescription.DECODE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0100", "03000a00", "04000a00", "02000a00"})
    void refersInTheFormOfTheRfc(String body) {
        assertRefused(inner().with(new UnknownExtension(ExtensionType.ECH_OUTER_EXTENSIONS, Bytes.ofHex(body))),
                AlertDescription.DECODE_ERROR);
    }

    @Test
    @Rfc(number = 9849, section = "5.1")
    void isPaddedWithZerosAlone() {
        byte[] encoded = encoded(inner());
        send(Arrays.copyOf(encoded, encoded.length + 100), outer());
        assertAccepted();
        client = newClient();
        sealing = newSealing();
        byte[] padded = Arrays.copyOf(encoded, encoded.length + 100);
        padded[padded.length - 1] = 1;
        send(padded, outer());
        assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9849, section = "7.1")
    void saysThatItIsOne() {
        assertRefused(inner().without(ExtensionType.ENCRYPTED_CLIENT_HELLO), AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(inner().with(extension(new byte[32], new byte[20])), AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(inner().with(new UnknownExtension(ExtensionType.ENCRYPTED_CLIENT_HELLO, Bytes.ofHex("0100"))),
                AlertDescription.DECODE_ERROR);
    }

    @Test
    @Rfc(number = 9849, section = "7.1")
    void offersNothingOlderThanTls13() {
        assertRefused(inner().with(new OfferedVersions(List.of(ProtocolVersion.TLS_1_3, ProtocolVersion.TLS_1_2))),
                AlertDescription.ILLEGAL_PARAMETER);
        assertRefused(inner().without(ExtensionType.SUPPORTED_VERSIONS), AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void hasNoSessionIdOfItsOwn() {
        assertRefused(inner().sessionId(new byte[32]), AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void isRefusedWhenItIsCutOff() {
        byte[] whole = encoded(inner());
        for (int length = 0; length < whole.length; length += 40) {
            send(Arrays.copyOf(whole, length), outer());
            assertRefused(AlertDescription.DECODE_ERROR);
        }
    }

    @Test
    void hasNoMoreExtensionsThanAnyOther() {
        RawHello many = inner();
        for (int i = 0; i < 64; i++) {
            many = many.with(new UnknownExtension(new ExtensionType(0x5000 + i), Bytes.EMPTY));
        }
        assertRefused(many, AlertDescription.ILLEGAL_PARAMETER);
    }

    // ---- an outer one ----

    @Test
    @Rfc(number = 9849, section = "7")
    void comesInAnotherOneOrNotAtAll() {
        client.send(client.hello().with(new EchClientHelloInner()));
        assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9849, section = "7")
    void comesInAnExtensionOfAKnownType() {
        for (String body : List.of("02", "ff")) {
            client.send(outer().with(new UnknownExtension(ExtensionType.ENCRYPTED_CLIENT_HELLO, Bytes.ofHex(body))));
            assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        }
        for (String body : List.of("", "00", "00000100010500000000", "000001000105000000010000")) {
            client.send(outer().with(new UnknownExtension(ExtensionType.ENCRYPTED_CLIENT_HELLO, Bytes.ofHex(body))));
            assertRefused(AlertDescription.DECODE_ERROR);
        }
    }

    @Test
    @Rfc(number = 9849, section = "5.1")
    void isNotCompressedInTheOuterOne() {
        client.send(outer().with(references(ExtensionType.KEY_SHARE)));
        assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// RFC 9849 10.12.4: whoever changes the outer hello on its way must not get the inner one read.
    @Test
    void isNotReadInAnOuterOneThatWasChanged() {
        client.send(around(encoded(inner()), outer(), sealing.encapsulated()).with(new ServerName("other.example")));

        SessionInfo session = client.server().engine().session().orElseThrow();
        assertThat(session.ech()).isEqualTo(EchStatus.REJECTED);
        assertThat(session.serverName()).isEqualTo("other.example");
    }

    /// OpenSSL 4.0 shows a binder of no length there.
    @Test
    void isReadWhateverElseIsWrongWithTheOuterOne() {
        send(encoded(inner()),
                outer().with(new UnknownExtension(ExtensionType.PRE_SHARED_KEY, Bytes.ofHex("0000000100"))));
        assertAccepted();
    }

    // ---- a second hello ----

    private void retry() {
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        send(inner());
        client.readRetry();
    }

    private RawHello withShare(RawHello hello) {
        return hello.with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1))));
    }

    private void assertSecondRefused(UnaryOperator<RawHello> changeInner, UnaryOperator<RawHello> changeOuter,
            AlertDescription alert) {
        retry();
        RawHello share = withShare(inner());
        client.send(changeOuter.apply(around(encoded(changeInner.apply(share)), withShare(outer()), new byte[0])));
        assertRefused(alert);
    }

    @Test
    @Rfc(number = 9849, section = "7.1.1")
    void isReadASecondTime() {
        retry();
        client.send(around(encoded(withShare(inner())), withShare(outer()), new byte[0]));
        assertAccepted();
    }

    @Test
    @Rfc(number = 9849, section = "7.1.1")
    void comesTheSecondTimeToo() {
        assertSecondRefused(inner -> inner, outer -> outer.without(ExtensionType.ENCRYPTED_CLIENT_HELLO),
                AlertDescription.MISSING_EXTENSION);
        assertSecondRefused(inner -> inner, outer -> outer.with(new EchClientHelloInner()),
                AlertDescription.MISSING_EXTENSION);
        assertSecondRefused(inner -> inner.without(ExtensionType.ENCRYPTED_CLIENT_HELLO), outer -> outer,
                AlertDescription.ILLEGAL_PARAMETER);
        assertSecondRefused(inner -> inner.with(new ServerName("other.test")), outer -> outer,
                AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9849, section = "7.1.1")
    void comesTheSecondTimeUnderTheSameKey() {
        Bytes payload = Bytes.copyOf(new byte[40]);
        for (EchClientHelloOuter changed : List.of(new EchClientHelloOuter(1, 1, 6, Bytes.EMPTY, payload),
                new EchClientHelloOuter(1, 3, 5, Bytes.EMPTY, payload),
                new EchClientHelloOuter(2, 1, 5, Bytes.EMPTY, payload),
                new EchClientHelloOuter(1, 1, 5, Bytes.ofHex("00"), payload))) {
            assertSecondRefused(inner -> inner, outer -> outer.with(changed), AlertDescription.ILLEGAL_PARAMETER);
        }
        assertSecondRefused(inner -> inner, outer -> outer.with(extension(new byte[0], new byte[40])),
                AlertDescription.DECRYPT_ERROR);
    }

    // ---- a server behind another one ----

    @Test
    @Rfc(number = 9849, section = "7.2")
    void isConfirmedWhenSomebodyElseHasOpenedIt() {
        setup.echKeys(EchKeys.NONE);
        client = new RawClient(setup);
        client.connect(client.hello().with(new EchClientHelloInner()));
        assertAccepted();
    }

    @Test
    void comesTwiceFromWhoeverOpensIt() {
        setup.echKeys(EchKeys.NONE).server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        client = new RawClient(setup);
        client.send(client.hello().with(new EchClientHelloInner()));
        client.readRetry();
        client.send(withShare(client.hello()));
        assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }
}
