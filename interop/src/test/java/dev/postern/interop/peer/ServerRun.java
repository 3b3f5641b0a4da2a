package dev.postern.interop.peer;

import dev.postern.interop.pki.Identity;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a peer's server is to serve us.
///
/// @param identity    to present
/// @param groups      to accept; empty for the peer's own choice
/// @param suite       the only one to accept; empty for the peer's own choice
/// @param clientAuth  whether to ask for a certificate
/// @param roots       PEM file with whom to trust as clients
/// @param protocols   ALPN
/// @param early       whether to issue tickets for early data and to accept it
/// @param updateKeys  whether the peer updates its key, and asks us for ours, before it sends a second line back
/// @param connections how many will come
/// @param more        options that only this peer knows
public record ServerRun(Identity identity, List<NamedGroup> groups, Optional<CipherSuite> suite,
        ClientAuthentication clientAuth, Path roots, List<String> protocols, boolean early, boolean updateKeys,
        int connections, List<String> more) {

    public static ServerRun with(Identity identity, Path roots) {
        return new ServerRun(identity, List.of(), Optional.empty(), ClientAuthentication.NONE, roots, List.of(), false,
                false, 1, List.of());
    }

    public ServerRun groups(List<NamedGroup> value) {
        return new ServerRun(identity, value, suite, clientAuth, roots, protocols, early, updateKeys, connections,
                more);
    }

    public ServerRun suite(CipherSuite value) {
        return new ServerRun(identity, groups, Optional.of(value), clientAuth, roots, protocols, early, updateKeys,
                connections, more);
    }

    public ServerRun clientAuth(ClientAuthentication value) {
        return new ServerRun(identity, groups, suite, value, roots, protocols, early, updateKeys, connections, more);
    }

    public ServerRun protocols(String... value) {
        return new ServerRun(identity, groups, suite, clientAuth, roots, List.of(value), early, updateKeys,
                connections, more);
    }

    public ServerRun early(boolean value) {
        return new ServerRun(identity, groups, suite, clientAuth, roots, protocols, value, updateKeys, connections,
                more);
    }

    public ServerRun connections(int value) {
        return new ServerRun(identity, groups, suite, clientAuth, roots, protocols, early, updateKeys, value, more);
    }

    public ServerRun updatingKeys() {
        return new ServerRun(identity, groups, suite, clientAuth, roots, protocols, early, true, connections, more);
    }

    public ServerRun more(String... value) {
        return new ServerRun(identity, groups, suite, clientAuth, roots, protocols, early, updateKeys, connections,
                List.of(value));
    }
}
