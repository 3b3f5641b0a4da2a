package dev.postern.interop;

import dev.postern.interop.matrix.Mode;
import dev.postern.interop.matrix.Shows;
import dev.postern.interop.peer.ServerPeer;
import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;
import org.junit.jupiter.api.Test;

import java.util.List;

/// Servers that take early data, and update their keys when told to.
abstract class SteerableServerContract extends EarlyDataServerContract {
    SteerableServerContract(ServerPeer peer, List<NamedGroup> groups, List<KeyKind> certificates) {
        super(peer, groups, certificates);
    }

    @Test
    @Shows(Mode.KEY_UPDATE_BY_PEER)
    void updatesItsKeyAndWeFollow() {
        assertUpdatesItsKeyAndWeFollow();
    }
}
