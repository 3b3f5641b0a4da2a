package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.psk.ExternalPsk;

import java.util.List;
import java.util.Optional;

/// Which of our external PSKs the client offers (RFC 9846 4.3.11): the first in our order that belongs to the hash of the cipher suite.
///
/// @param index of the identity in the client's list
record ExternalPskChoice(int index, ExternalPsk psk) {

    /// @param offered by the client
    /// @param ours    preferred first
    /// @param hash    of the chosen cipher suite
    static Optional<ExternalPskChoice> of(List<PskIdentity> offered, List<ExternalPsk> ours, HashAlgorithm hash) {
        for (ExternalPsk psk : ours) {
            for (int index = 0; index < offered.size(); index++) {
                if (psk.hash() == hash && psk.isNamed(offered.get(index).identity().toArray())) {
                    return Optional.of(new ExternalPskChoice(index, psk));
                }
            }
        }
        return Optional.empty();
    }

    /// The suites among which to choose, so that a PSK that both ends have can be used: those of its hash, if the client offers one of them;
    /// else all.
    static List<CipherSuite> suitesFor(ReceivedHello hello, List<ExternalPsk> ours, List<CipherSuite> usable) {
        List<PskIdentity> offered = hello.psks().map(OfferedPsks::identities).orElse(List.of());
        List<CipherSuite> fitting = usable.stream().filter(hello.message().cipherSuites()::contains)
                .filter(suite -> of(offered, ours, SuiteParameters.of(suite).orElseThrow().hash()).isPresent())
                .toList();
        return fitting.isEmpty() ? usable : fitting;
    }

    /// Whether an identity names one of ours, so that it need not be asked about as a ticket.
    static boolean isOurs(PskIdentity identity, List<ExternalPsk> ours) {
        byte[] name = identity.identity().toArray();
        return ours.stream().anyMatch(psk -> psk.isNamed(name));
    }
}
