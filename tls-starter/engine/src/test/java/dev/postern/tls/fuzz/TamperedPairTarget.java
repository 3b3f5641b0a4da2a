package dev.postern.tls.fuzz;

import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Somebody on the network, without keys, against real cryptography: whatever arrives is a beginning of what was sent.
final class TamperedPairTarget implements FuzzTarget {
    private static final CryptoProvider REAL = CryptoProviders.fastest();

    @Override
    public String name() {
        return "tampered-pair";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        FuzzHost host = new FuzzHost(REAL, FuzzHost.choices(script));
        MangledPair pair = new MangledPair(host, script).run();
        pair.requireAgreement();
        pair.requireIntegrity();
        pair.requireUnharmedSucceeds(host);
        return pair.outcome();
    }

    @Override
    public List<byte[]> seeds() {
        return mangled();
    }

    /// Each kind of connection undisturbed, and with one edit of each kind in each of its first records.
    static List<byte[]> mangled() {
        List<byte[]> seeds = new ArrayList<>();
        for (int choices : Wiretap.CONNECTIONS) {
            seeds.add(FuzzHost.input(choices, new byte[0]));
        }
        for (int record = 0; record < 8; record++) {
            for (int kind = 0; kind < 10; kind++) {
                int choices = Wiretap.CONNECTIONS[(record + kind) % Wiretap.CONNECTIONS.length];
                seeds.add(FuzzHost.input(choices, new byte[]{(byte) record, (byte) kind, 0, 9, 1}));
            }
        }
        return seeds;
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("CLOSED CLOSED", "bad_record_mac bad_record_mac", "decode_error decode_error",
                "unexpected_message unexpected_message", "unknown_ca unknown_ca",
                "ech_required ech_required");
    }

    @Override
    public long allocationBytes() {
        return 16 * 1024 * 1024;
    }
}
