package dev.postern.tls.pair;

import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.psk.ClientSession;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/// Keying material for what stands above TLS (RFC 9846 7.5, RFC 9266).
class ExporterTest {
    private static final String LABEL = "EXPORTER-test";
    private static final byte[] CONTEXT = {1, 2, 3};

    private final PairSetup setup = new PairSetup();

    @Test
    @Rfc(number = 9266, section = "4")
    @EarlyDataRule("2.11")
    void aChannelBindingNamesOneConnection() {
        Pair one = setup.pair().handshake();
        Pair other = setup.pair().handshake();

        byte[] binding = one.client().engine().channelBinding();
        assertThat(binding).hasSize(32).isEqualTo(one.server().engine().channelBinding())
                .isEqualTo(one.client().engine().exportKeyingMaterial("EXPORTER-Channel-Binding", new byte[0], 32))
                .isNotEqualTo(other.client().engine().channelBinding());
    }

    @Test
    @Rfc(number = 9266, section = "4")
    @EarlyDataRule("2.11")
    void thereIsNoChannelBindingBeforeTheHandshakeIsConfirmed() {
        Pair pair = startedEarly();
        pair.carryToServer();

        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        assertThatIllegalStateException().isThrownBy(() -> pair.server().engine().channelBinding());
        assertThatIllegalStateException().isThrownBy(() -> pair.client().engine().channelBinding());
    }

    @Test
    @Rfc(number = 9846, section = "7.5")
    void bothEndsHaveTheSameEarlyMaterialAsSoonAsEarlyDataFlows() {
        Pair pair = startedEarly();
        byte[] client = earlyMaterial(pair.client().engine());
        pair.carryToServer();

        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        assertThat(earlyMaterial(pair.server().engine())).hasSize(48).isEqualTo(client);
        pair.exchange();
        assertThat(earlyMaterial(pair.client().engine())).isEqualTo(client)
                .isEqualTo(earlyMaterial(pair.server().engine()))
                .isNotEqualTo(pair.client().engine().exportKeyingMaterial(LABEL, CONTEXT, 48));
    }

    @Test
    void earlyMaterialIsVoidOnceEarlyDataIsRefused() {
        Pair pair = startedEarly();
        setup.server(server -> server.earlyData(EarlyDataPolicy.OFF));
        earlyMaterial(pair.client().engine());
        pair.exchange();

        FullHandshakeTest.assertConnected(pair);
        assertNoEarlyMaterial(pair);
    }

    @Test
    void earlyMaterialIsVoidAfterAHelloRetryRequest() {
        Pair pair = startedEarly();
        setup.server(server -> server.groups(List.of(NamedGroup.SECP384R1)));
        pair.exchange();

        FullHandshakeTest.assertConnected(pair);
        assertNoEarlyMaterial(pair);
    }

    @Test
    void thereIsNoEarlyMaterialWithoutEarlyData() {
        assertNoEarlyMaterial(setup.pair().handshake());
    }

    /// The server's is there in half-RTT for who asks by that name, and is the client's in the end.
    @Test
    void unconfirmedMaterialIsWhatTheClientExportsInTheEnd() {
        Pair pair = startedEarly();
        pair.carryToServer();

        assertThat(pair.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
        byte[] server = pair.server().engine().exportUnconfirmedKeyingMaterial(LABEL, CONTEXT, 48);
        assertThatIllegalStateException()
                .isThrownBy(() -> pair.server().engine().exportKeyingMaterial(LABEL, CONTEXT, 48));
        pair.exchange();
        assertThat(pair.client().engine().exportKeyingMaterial(LABEL, CONTEXT, 48)).isEqualTo(server)
                .isEqualTo(pair.server().engine().exportUnconfirmedKeyingMaterial(LABEL, CONTEXT, 48));
    }

    @Test
    void withoutEarlyDataNothingIsExportedToAClientThatSaidNothingYet() {
        Pair pair = setup.pair();
        pair.client().engine().start(pair.client().out());
        pair.carryToServer();

        assertThatIllegalStateException()
                .isThrownBy(() -> pair.server().engine().exportUnconfirmedKeyingMaterial(LABEL, CONTEXT, 48));
    }

    private Pair startedEarly() {
        ClientSession session = setup.session();
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        return pair;
    }

    private static void assertNoEarlyMaterial(Pair pair) {
        assertThatIllegalStateException().isThrownBy(() -> earlyMaterial(pair.client().engine()));
        assertThatIllegalStateException().isThrownBy(() -> earlyMaterial(pair.server().engine()));
    }

    private static byte[] earlyMaterial(TlsEngine engine) {
        return engine.exportEarlyKeyingMaterial(LABEL, CONTEXT, 48);
    }
}
