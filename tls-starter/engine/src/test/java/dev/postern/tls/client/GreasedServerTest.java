package dev.postern.tls.client;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientHelloShape;
import dev.postern.tls.config.RecordPadding;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.ExpectedTickets;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// A server that takes what a client only offered to see whether it would (RFC 8701 3.1), and one that answers record_size_limit or
/// ticket_request wrongly.
class GreasedServerTest {
    private final HostileServer hostile = new HostileServer(new PairSetup(),
            client -> client.helloShape(new ClientHelloShape(true, true))
                    .records(new RecordPolicy(1 << 14, 200, RecordPadding.NONE)));

    @Test
    void worksWhenTheServerBehaves() {
        hostile.say(ScriptedServer::flight);

        hostile.assertConnected();
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedSuite() {
        CipherSuite grease = hostile.server().clientHello().cipherSuites().getFirst();
        ServerHello good = hostile.server().serverHello(hostile.server().keyShare());
        hostile.say(server -> server.send(new ServerHello(good.legacyVersion(), good.random(),
                good.legacySessionIdEcho(), grease, 0, good.extensions())));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedVersion() {
        ServerHello good = hostile.server().serverHello(hostile.server().keyShare());
        hostile.say(server -> server.send(new ServerHello(good.legacyVersion(), good.random(),
                good.legacySessionIdEcho(), good.cipherSuite(), 0,
                ExtensionBlock.of(new SelectedVersion(new ProtocolVersion(Grease.twoBytes(3))),
                        good.extensions().find(KeyShareServerHello.class).orElseThrow()))));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedGroupInAServerHello() {
        hostile.say(server -> server.send(server.serverHello(
                new KeyShareServerHello(new KeyShareEntry(greaseGroup(), Bytes.copyOf(new byte[1]))))));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedGroupInAHelloRetryRequest() {
        hostile.say(server -> server.sendRetry(server.retry(new KeyShareHelloRetryRequest(greaseGroup()))));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedExtension() {
        ExtensionType grease = hostile.server().clientHello().extensions().types().stream()
                .filter(type -> Grease.is(type.code())).findFirst().orElseThrow();
        hostile.say(server -> server.hello().encryptedExtensions(new UnknownExtension(grease, Bytes.EMPTY)));

        hostile.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedProtocol() {
        String grease = hostile.server().clientHello().extensions().find(ApplicationProtocols.class).orElseThrow()
                .protocols().getFirst();
        hostile.say(server -> server.hello().encryptedExtensions(new ApplicationProtocols(List.of(grease))));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 8701, section = "3.1")
    void refusesAReservedSignatureScheme() {
        SignatureScheme grease = hostile.server().clientHello().extensions().find(SignatureAlgorithms.class)
                .orElseThrow().schemes().getFirst();
        hostile.say(server -> server.hello().encryptedExtensions().certificate()
                .send(new CertificateVerify(grease, Bytes.copyOf(new byte[70]))));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 16_386, 65_535})
    @Rfc(number = 8449, section = "4")
    void refusesARecordSizeLimitThatCannotBe(int bytes) {
        hostile.say(server -> server.hello().encryptedExtensions(new RecordSizeLimit(bytes)));

        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// Its certificate is longer than the 200 bytes that this client takes.
    @Test
    @Rfc(number = 8449, section = "4")
    void refusesARecordOverTheLimitThatTheServerAgreedTo() {
        hostile.say(server -> server.hello().encryptedExtensions(new RecordSizeLimit(64)).certificate());

        hostile.assertRefused(AlertDescription.RECORD_OVERFLOW);
    }

    @Test
    @Rfc(number = 9149, section = "3")
    void refusesACountOfTicketsThatItDidNotAskFor() {
        hostile.say(server -> server.hello().encryptedExtensions(new ExpectedTickets(2)));

        hostile.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    private NamedGroup greaseGroup() {
        return hostile.server().clientHello().extensions().find(SupportedGroups.class).orElseThrow().groups()
                .getFirst();
    }
}
