package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientEch;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.EchEncryptedExtensions;
import dev.postern.tls.extension.EchHelloRetryRequest;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A server that cannot read the inner hello, and what it may and may not do about it.
class HostileEchServerTest {
    private final PairSetup setup = new PairSetup(CryptoProviders.fastest());
    private final EchConfigList configs = EchConfigList.of(
            List.of(EchKey.generate(setup.crypto(), setup.random(), 1, "public.example", 0).config()));
    private final ClientEch encrypt = new ClientEch.Encrypt(configs, ClientEch.Otherwise.FAIL);

    private HostileServer toAClientThat(ClientEch does) {
        return new HostileServer(setup, client -> client.ech(does));
    }

    private static HostileServer answering(HostileServer hostile, Extension... encryptedExtensions) {
        return hostile.say(server -> server.hello().encryptedExtensions(encryptedExtensions).certificate()
                .certificateVerify().finished());
    }

    private static EchEncryptedExtensions retryConfigs(byte[] list) {
        return new EchEncryptedExtensions(Bytes.copyOf(list));
    }

    private static EchClientHelloOuter ech(ClientHello hello) {
        return hello.extensions().find(EchClientHelloOuter.class).orElseThrow();
    }

    @Test
    @Rfc(number = 9849, section = "6.1.6")
    @Attack(22)
    void isLeftWithoutAWordOfWhatItSaid() {
        HostileServer hostile = toAClientThat(encrypt);
        hostile.say(server -> server.flight().sendData(new byte[]{1, 2, 3}));

        hostile.assertRefused(AlertDescription.ECH_REQUIRED);
        assertThat(hostile.client().inbox().bytes()).isEmpty();
    }

    @Test
    @Rfc(number = 9849, section = "6.1.6")
    void mayOfferOtherConfigurations() {
        HostileServer hostile = answering(toAClientThat(encrypt), retryConfigs(configs.toByteArray()));

        hostile.assertRefused(AlertDescription.ECH_REQUIRED);
        assertThat(hostile.client().inbox().events(TlsEvent.EchRejected.class)).singleElement()
                .satisfies(event -> assertThat(event.retryConfigs()).isEqualTo(configs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000", "0003000000", "0004fe0d0001", "0004fe0d000000"})
    @Rfc(number = 9849, section = "6.1.6")
    void offersThemInTheFormOfTheRfc(String list) {
        for (ClientEch does : List.of(encrypt, new ClientEch.Grease())) {
            HostileServer hostile = answering(toAClientThat(does), retryConfigs(Bytes.ofHex(list).toArray()));
            hostile.assertRefused(AlertDescription.DECODE_ERROR);
            assertThat(hostile.client().inbox().events(TlsEvent.EchRejected.class)).isEmpty();
        }
    }

    @Test
    @Rfc(number = 9849, section = "6.2")
    void offersThemInVainToAClientThatGreases() {
        HostileServer hostile = answering(toAClientThat(new ClientEch.Grease()), retryConfigs(configs.toByteArray()));

        hostile.assertConnected();
        assertThat(hostile.client().inbox().events(TlsEvent.EchRejected.class)).isEmpty();
    }

    @Test
    void offersThemToNobodyWhoDidNotAsk() {
        answering(toAClientThat(new ClientEch.Off()), retryConfigs(configs.toByteArray()))
                .assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    @Rfc(number = 9849, section = "6.1.2")
    void cannotResumeWithATicketThatIsNone() {
        ClientSession session = setup.session();
        HostileServer hostile = new HostileServer(setup,
                client -> client.ech(encrypt).sessions(List.of(session)).earlyData(true));
        OfferedPsks shown = hostile.server().clientHello().extensions().find(OfferedPsks.class).orElseThrow();
        assertThat(shown.identities()).singleElement().satisfies(identity -> {
            assertThat(identity.identity().length()).isEqualTo(session.ticket().length);
            assertThat(identity.identity()).isNotEqualTo(Bytes.copyOf(session.ticket()));
        });
        hostile.say(server -> server.hello(new SelectedPsk(0)));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000000000", "000000000000000000"})
    @Rfc(number = 9849, section = "6.1.4")
    void confirmsInEightBytes(String confirmation) {
        Extension extension = new UnknownExtension(ExtensionType.ENCRYPTED_CLIENT_HELLO, Bytes.ofHex(confirmation));
        for (ClientEch does : List.of(encrypt, new ClientEch.Grease())) {
            HostileServer hostile = toAClientThat(does);
            hostile.say(server -> server.sendRetry(
                    server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP256R1), extension)));
            hostile.assertRefused(AlertDescription.DECODE_ERROR);
        }
    }

    @Test
    void confirmsToNobodyWhoDidNotAsk() {
        HostileServer hostile = toAClientThat(new ClientEch.Off());
        hostile.say(server -> server.sendRetry(server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP256R1),
                EchHelloRetryRequest.BLANK)));

        hostile.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    @Rfc(number = 9849, section = "6.1.4")
    void isToldNothingNewWhenItConfirmsAtRandom() {
        for (ClientEch does : List.of(encrypt, new ClientEch.Grease())) {
            HostileServer hostile = toAClientThat(does);
            ClientHello first = hostile.server().clientHello();
            hostile.say(server -> server.sendRetry(server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP256R1),
                    EchHelloRetryRequest.BLANK))).readSecondHello();
            ClientHello second = hostile.server().clientHello();

            assertThat(ech(second)).isEqualTo(ech(first));
            assertThat(second.extensions().find(ServerName.class)).isEqualTo(first.extensions().find(ServerName.class));
            assertThat(second.random()).isEqualTo(first.random());
        }
    }

    @Test
    void isLeftAfterAHelloRetryRequestToo() {
        HostileServer hostile = toAClientThat(encrypt);
        hostile.say(server -> server.sendRetry(server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP256R1))))
                .readSecondHello().say(ScriptedServer::flight);

        hostile.assertRefused(AlertDescription.ECH_REQUIRED);
    }
}
