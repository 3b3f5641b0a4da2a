package dev.postern.tls.server;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.RecordPadding;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.extension.ExpectedTickets;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.TicketRequest;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// record_size_limit (RFC 8449), ticket_request (RFC 9149) and GREASE (RFC 8701) at a server.
class OptionalExtensionsTest {
    private final PairSetup setup = new PairSetup();
    private final RawClient client = new RawClient(setup);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63})
    @Rfc(number = 8449, section = "4")
    void refusesARecordSizeLimitBelow64(int bytes) {
        client.send(client.hello().with(new RecordSizeLimit(bytes)));

        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 16_385, 16_386, 65_535})
    @Rfc(number = 8449, section = "4")
    void takesALimitThatIsHigherThanAnyRecord(int bytes) {
        client.connect(client.hello().with(new RecordSizeLimit(bytes)));

        assertThat(client.refusal()).isEmpty();
        assertThat(answer(RecordSizeLimit.class).bytes()).isEqualTo(16_385);
    }

    @Test
    @Rfc(number = 8449, section = "4")
    void refusesARecordOneByteOverItsLimit() {
        setup.server(server -> server.records(new RecordPolicy(1 << 14, 100, RecordPadding.NONE)));
        client.connect(client.hello().with(new RecordSizeLimit(16_385)));

        client.sendData("x".repeat(99));
        assertThat(client.server().inbox().text()).hasSize(99);
        client.sendData("x".repeat(100));
        assertThat(client.refusal()).contains(AlertDescription.RECORD_OVERFLOW);
    }

    @Test
    void bindsNobodyWhoDoesNotKnowTheExtension() {
        setup.server(server -> server.records(new RecordPolicy(1 << 14, 100, RecordPadding.NONE)));
        client.connect();

        client.sendData("x".repeat(5000));
        assertThat(client.server().inbox().text()).hasSize(5000);
        assertThat(client.received(EncryptedExtensions.class).orElseThrow().extensions()
                .has(ExtensionType.RECORD_SIZE_LIMIT)).isFalse();
    }

    @Test
    @Rfc(number = 9149, section = "3")
    void saysHowManyTicketsItWillSend() {
        client.connect(client.hello().with(new TicketRequest(20, 1)));

        assertThat(answer(ExpectedTickets.class).expectedCount()).isEqualTo(client.tickets().size()).isEqualTo(8);
    }

    @Test
    @Rfc(number = 9149, section = "3")
    void expectsToSendNoneToAClientThatCannotUseThem() {
        client.connect(client.hello().with(new TicketRequest(3, 1)).without(ExtensionType.PSK_KEY_EXCHANGE_MODES));

        assertThat(answer(ExpectedTickets.class).expectedCount()).isEqualTo(client.tickets().size()).isZero();
    }

    @Test
    void refusesATicketRequestOfAnotherLength() {
        client.send(client.hello().with(new UnknownExtension(ExtensionType.TICKET_REQUEST, Bytes.copyOf(new byte[3]))));

        assertThat(client.refusal()).contains(AlertDescription.DECODE_ERROR);
    }

    @Test
    @Rfc(number = 8701, section = "4.1")
    void putsReservedValuesIntoTicketsAndCertificateRequests() {
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUEST));
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.sendNoCertificate();
        client.sendFinished();
        client.read();

        CertificateRequest request = client.received(CertificateRequest.class).orElseThrow();
        assertThat(request.extensions().types()).anyMatch(type -> Grease.is(type.code()));
        assertThat(request.extensions().find(SignatureAlgorithms.class).orElseThrow().schemes())
                .anyMatch(scheme -> Grease.is(scheme.code()));
        assertThat(client.received(NewSessionTicket.class).orElseThrow().extensions().types())
                .anyMatch(type -> Grease.is(type.code()));
    }

    @Test
    void leavesThemOutWhereTheConfigurationSaysSo() {
        setup.server(server -> server.grease(false));
        client.connect();

        assertThat(client.received(NewSessionTicket.class).orElseThrow().extensions().types())
                .noneMatch(type -> Grease.is(type.code()));
    }

    private <E extends Extension> E answer(Class<E> form) {
        return client.received(EncryptedExtensions.class).orElseThrow().extensions().find(form).orElseThrow();
    }
}
