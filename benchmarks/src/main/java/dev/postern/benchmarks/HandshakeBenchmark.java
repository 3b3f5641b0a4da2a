package dev.postern.benchmarks;

import dev.postern.tls.psk.ClientSession;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/// Server CPU of a handshake, ours and the JDK's by turns in one thread: whatever disturbs the machine disturbs both.
///
/// The JDK has no 0-RTT; its resumed handshake stands beside it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class HandshakeBenchmark {
    private final Identity identity = Identity.create();
    private final OurHandshakes ours = new OurHandshakes(identity);
    private final JsseHandshakes jsse = new JsseHandshakes(identity);
    private @Nullable ClientSession ticket;

    /// Summed over an iteration; [Bench] divides.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class ServerCpu {
        public long oursNanos;
        public long jsseNanos;
        public long handshakes;

        void add(OurHandshakes ours, JsseHandshakes jsse) {
            oursNanos += ours.takeServerNanos();
            jsseNanos += jsse.takeServerNanos();
            handshakes++;
        }
    }

    @Benchmark
    public void full(ServerCpu cpu) {
        ours.handshake(null, false);
        require(!jsse.handshake(false));
        cpu.add(ours, jsse);
    }

    @Benchmark
    public void resumed(ServerCpu cpu) {
        ticket = ours.handshake(ticketToOffer(), false);
        require(jsse.handshake(true));
        cpu.add(ours, jsse);
    }

    @Benchmark
    public void zeroRtt(ServerCpu cpu) {
        ticket = ours.handshake(ticketToOffer(), true);
        require(jsse.handshake(true));
        cpu.add(ours, jsse);
    }

    /// The first handshake of a series is full on both sides, and is not counted.
    private ClientSession ticketToOffer() {
        ClientSession known = ticket;
        if (known != null) {
            return known;
        }
        jsse.handshake(true);
        jsse.takeServerNanos();
        ClientSession first = ours.handshake(null, false);
        ours.takeServerNanos();
        return first;
    }

    private static void require(boolean asMeant) {
        if (!asMeant) {
            throw new IllegalStateException("the JDK did not make the handshake that was to be measured");
        }
    }
}
