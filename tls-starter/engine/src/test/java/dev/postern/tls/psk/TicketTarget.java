package dev.postern.tls.psk;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.fuzz.FuzzTarget;
import dev.postern.tls.fuzz.FuzzTargets;
import dev.postern.tls.pair.TestRandom;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tickets, outside and inside: what we did not seal does not open, and what lies inside is read without harm even when another release
/// wrote it. Here because the inside of a ticket is nobody's business but this room's.
public final class TicketTarget implements FuzzTarget {
    private static final int OUTSIDE = 0;
    private static final int INSIDE = 1;
    private static final int CHANGED = 2;

    private final TestRandom random = new TestRandom(5);
    private final StatelessTickets tickets = new StatelessTickets(new JdkCryptoProvider(), random,
            new TicketKeyRing(random, Duration.ofHours(12), 0));
    private final byte[] ticket = tickets.seal(state(CertificateChain.EMPTY));

    @Override
    public String name() {
        return "ticket";
    }

    @Override
    public String feed(byte[] input) {
        byte[] rest = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        return switch (input.length == 0 ? OUTSIDE : input[0] % 3) {
            case INSIDE -> inside(rest);
            case CHANGED -> changed(rest);
            default -> outside(rest);
        };
    }

    private String outside(byte[] bytes) {
        return switch (tickets.open(bytes)) {
            case TicketVerdict.Opened _ -> {
                require(Arrays.mismatch(bytes, ticket) < 0, "a ticket opens that we did not seal");
                yield "opened";
            }
            case TicketVerdict.External _ -> throw new AssertionError("a ticket is taken for an external PSK");
            case TicketVerdict.Unusable _ -> "unusable";
        };
    }

    /// A ticket of ours with some bytes changed: pairs of position and change.
    private String changed(byte[] changes) {
        byte[] forged = ticket.clone();
        for (int i = 0; i + 1 < changes.length; i += 2) {
            forged[(changes[i] & 0xff) % forged.length] ^= changes[i + 1];
        }
        return "changed, " + outside(forged);
    }

    private static String inside(byte[] bytes) {
        Optional<TicketState> state = TicketStateCodec.decode(bytes, bytes.length);
        if (state.isEmpty()) {
            return "another layout";
        }
        byte[] written = TicketStateCodec.encode(state.get());
        Optional<TicketState> again = TicketStateCodec.decode(written, written.length);
        require(again.equals(state), "a ticket's state changed between writing and reading");
        return "state";
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new AssertionError(sentence);
        }
    }

    private TicketState state(CertificateChain chain) {
        return new TicketState(CipherSuite.TLS_AES_256_GCM_SHA384, Secret.wrap(random.bytes(48)), 1, 2, 7_200, 3,
                4, "a.example", "h2", new PolicyDigest(random.bytes(PolicyDigest.BYTES)),
                new PolicyDigest(random.bytes(PolicyDigest.BYTES)), 5, 6, chain);
    }

    @Override
    public List<byte[]> seeds() {
        byte[] inside = TicketStateCodec.encode(state(CertificateChain.EMPTY));
        byte[] withChain = TicketStateCodec.encode(state(FuzzTargets.aChain()));
        return List.of(script(OUTSIDE, ticket), script(INSIDE, inside), script(INSIDE, withChain),
                script(CHANGED, new byte[]{60, 1}), script(CHANGED, new byte[]{60, 1, 60, 1}));
    }

    private static byte[] script(int kind, byte[] rest) {
        byte[] script = new byte[rest.length + 1];
        script[0] = (byte) kind;
        System.arraycopy(rest, 0, script, 1, rest.length);
        return script;
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("opened", "unusable", "changed, unusable", "changed, opened", "state", "another layout");
    }

    /// A certificate inside is read by the JDK.
    @Override
    public long allocationBytes() {
        return 4 * 1024 * 1024;
    }
}
