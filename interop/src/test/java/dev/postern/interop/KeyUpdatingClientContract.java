package dev.postern.interop;

import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ClientPeer;
import dev.postern.interop.peer.ClientRun;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that can be told to update their keys.
abstract class KeyUpdatingClientContract extends ResumingClientContract {
    KeyUpdatingClientContract(ClientPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.KEY_UPDATE_BY_PEER)
    void updatesItsKeyAndWeFollow() {
        Exchange exchange = exchange(Scenario.serverConfig().build(), run -> run.course(ClientRun.Course.UPDATE_KEYS));

        assertThat(exchange.ours().keyUpdatesReceived()).isEqualTo(1);
        assertThat(exchange.ours().text()).isEqualTo("line 1\nline 2\n");
        assertThat(exchange.theirs().keyUpdatesSent()).as(exchange.theirs().output()).isEqualTo(1);
        Scenario.assertKeyUpdatesReceived(exchange.theirs(), 1, untold(exchange.ours().session()));
    }
}
