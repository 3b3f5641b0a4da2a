package dev.postern.tls.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What a server prefers, in tiers: a better tier wins, and within one the client's order decides. A client knows best which of two suites
/// its processor is fast at, if to us they are as good as each other.
///
/// @param tiers best first; none empty, nothing twice
public record Ranking<T>(List<List<T>> tiers) {
    public Ranking {
        tiers = tiers.stream().map(List::copyOf).toList();
        List<T> all = tiers.stream().flatMap(List::stream).toList();
        if (tiers.stream().anyMatch(List::isEmpty) || new HashSet<>(all).size() < all.size()) {
            throw new IllegalArgumentException("a ranking has no empty tier, and nothing twice: " + tiers);
        }
    }

    /// One after another: only our order counts.
    public static <T> Ranking<T> strict(List<T> preferredFirst) {
        return new Ranking<>(preferredFirst.stream().distinct().map(List::of).toList());
    }

    /// Best first.
    public List<T> all() {
        return tiers.stream().flatMap(List::stream).toList();
    }

    public boolean isStrict() {
        return tiers.stream().allMatch(tier -> tier.size() == 1);
    }

    /// Whether they are in the same tier: as good as each other.
    public boolean areAlike(T one, T other) {
        return tiers.stream().anyMatch(tier -> tier.contains(one) && tier.contains(other));
    }

    /// @param offered in the client's order
    public Optional<T> best(List<T> offered) {
        return tiers.stream().flatMap(tier -> offered.stream().filter(tier::contains).findFirst().stream())
                .findFirst();
    }
}
