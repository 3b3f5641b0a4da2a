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
/// difference between two good groups; else the first of ours that it offers, for a HelloRetryRequest. A host may prefer the round trip
/// ([dev.postern.tls.config.ServerPreferences#shareBeforeRank]).
sealed interface KeyShareChoice {

    /// Go on with this share.
    record Share(KeyShareEntry entry) implements KeyShareChoice {}

    /// Ask for a share of this group.
    record Retry(NamedGroup group) implements KeyShareChoice {}

    /// @param allowed by us
    /// @param ranking of what is allowed
    /// @param shareBeforeRank whether any share wins over the best group
    /// @throws TlsAlert `handshake_failure` when no group is in common
    static KeyShareChoice of(ReceivedHello hello, List<NamedGroup> allowed, Ranking<NamedGroup> ranking,
            boolean shareBeforeRank) {
        List<NamedGroup> offered = hello.groups();
        List<NamedGroup> common = offered.stream().filter(allowed::contains).toList();
        NamedGroup best = ranking.best(common).orElseThrow(() -> {
            // RFC 9846 4.2.1: no overlap between the groups: handshake_failure
            return new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                    "none of the client's %d groups is allowed here".formatted(offered.size()));
        });
        // RFC 9846 2: the server's share MUST be in the same group as one of the client's shares
        Optional<KeyShareEntry> share = ranking
                .best(common.stream().filter(group -> hello.keyShares().share(group).isPresent())
                        .filter(group -> shareBeforeRank || ranking.areAlike(group, best)).toList())
                .flatMap(hello.keyShares()::share);
        return share.<KeyShareChoice>map(Share::new).orElseGet(() -> new Retry(best));
    }
}
