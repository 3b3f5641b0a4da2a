package dev.postern.tls.fuzz;

import java.util.List;
import java.util.Set;

/// Somebody in the middle who has all record keys, but cannot compute a MAC: he reaches the protected messages, and Finished must notice
/// every change of them.
final class GlassPairTarget implements FuzzTarget {
    @Override
    public String name() {
        return "glass-pair";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        FuzzHost host = new FuzzHost(GlassCrypto.honest(), FuzzHost.choices(script));
        MangledPair pair = new MangledPair(host, script).run();
        pair.requireAgreement();
        pair.requireUnharmedSucceeds(host);
        return pair.outcome();
    }

    @Override
    public List<byte[]> seeds() {
        return TamperedPairTarget.mangled();
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("CLOSED CLOSED", "decrypt_error decrypt_error", "illegal_parameter illegal_parameter",
                "unexpected_message unexpected_message", "decode_error decode_error", "unknown_ca unknown_ca",
                "ech_required ech_required",
                "CLOSED close_notify");
    }

    @Override
    public long allocationBytes() {
        return 16 * 1024 * 1024;
    }
}
