package dev.postern.interop;

import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.OpenSslClient;
import dev.postern.interop.peer.PeerExecutable;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What `s_client` can do beyond other clients: it takes a key that both ends know from elsewhere.
abstract class OpenSslClientContract extends EarlyDataClientContract {
    OpenSslClientContract(PeerExecutable openssl, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(new OpenSslClient(openssl), groups, certificates);
    }

    @Test
    @Shows(Mode.EXTERNAL_PSK)
    void provesThatItKnowsTheExternalPsk() {
        Exchange exchange = exchangeWithPsk(Scenario.PSK_HEX);

        assertThat(exchange.theirs().tls13()).as(exchange.theirs().output()).isTrue();
        // To OpenSSL every PSK is a session that goes on.
        assertThat(exchange.theirs().resumed()).as(exchange.theirs().output()).isTrue();
        assertThat(exchange.ours().session().resumed()).isFalse();
        assertThat(exchange.ours().session().peerIdentity()).isEqualTo(Scenario.externalPsk().holder());
    }

    /// Whoever knows only the name of the key fails at the binder.
    @Test
    @Shows(Mode.EXTERNAL_PSK)
    void isShutOutWithAnotherPsk() {
        Exchange exchange = exchangeWithPsk(Scenario.PSK_HEX.replace('0', '1'));

        assertOurAlert(exchange, AlertDescription.DECRYPT_ERROR);
    }

    /// OpenSSL binds such a key to SHA-256.
    private Exchange exchangeWithPsk(String key) {
        return failedExchange(Scenario.serverConfig().externalPsks(List.of(Scenario.externalPsk())).build(),
                run -> run.suite(CipherSuite.TLS_AES_128_GCM_SHA256)
                        .more("-psk_identity", Scenario.PSK_IDENTITY, "-psk", key));
    }
}
