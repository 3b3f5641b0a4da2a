package dev.postern.tls.fuzz;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.psk.TicketTarget;

import java.util.List;

/// All targets. Whoever writes a parser adds one here; `CorpusTest` and `scripts/fuzz` then run it.
public final class FuzzTargets {
    private FuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(new RecordTarget(), new MessageTarget(), new ExtensionTarget(), new ClientHelloViewTarget(),
                new CertificateTarget(), new CompressionTarget(), new EchTarget(), new TicketTarget(),
                new ServerTarget(), new ClientTarget(),
                new GlassPairTarget(), new TamperedPairTarget());
    }

    /// A certificate that is the same in every run, for targets that live beside what they test.
    public static CertificateChain aChain() {
        return FuzzHost.chain();
    }

    public static FuzzTarget named(String name) {
        return all().stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("there is no target " + name + ", only "
                        + all().stream().map(FuzzTarget::name).toList()));
    }
}
