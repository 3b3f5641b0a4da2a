package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.Ranking;
import dev.postern.tls.extension.KeyShareEntry;

import java.util.List;
import java.util.Optional;

/// Which group to exchange keys in: the first of ours that the client sent a share for, since a round trip costs more than the
/// difference between two good groups; else the first of ours that it offers, for a HelloRetryRequest.
sealed interface KeyShareChoice {

    /// Go on with this share.
    record Share(KeyShareEntry entry) implements KeyShareChoice {}

    /// Ask for a share of this group.
    record Retry(NamedGroup group) implements KeyShareChoice {}

    /// @param allowed by us
    /// @param ranking of what is allowed
    /// @throws TlsAlert `handshake_failure` when no group is in common
    static KeyShareChoice of(ReceivedHello hello, List<NamedGroup> allowed, Ranking<NamedGroup> ranking) {
        List<NamedGroup> offered = hello.groups();
        List<NamedGroup> common = offered.stream().filter(allowed::contains).toList();
        Optional<KeyShareEntry> share = ranking
                .best(common.stream().filter(group -> hello.keyShares().share(group).isPresent()).toList())
                .flatMap(hello.keyShares()::share);
        if (share.isPresent()) {
            return new Share(share.get());
        }
        return new Retry(ranking.best(common).orElseThrow(() -> {
            // RFC 9846 4.2.1: no overlap between the groups: handshake_failure
            return new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                    "none of the client's %d groups is allowed here".formatted(offered.size()));
        }));
    }
}
