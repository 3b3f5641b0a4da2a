package dev.postern.benchmarks;

/// CPU time of this thread, running only while the server works: the client's half of an in-memory handshake is not ours to count.
final class ServerClock {
    private final Meter meter = new Meter();
    private long total;

    void start() {
        meter.start();
    }

    void stop() {
        meter.stop();
        total += meter.nanos();
    }

    /// What was counted since the last call, in nanoseconds.
    long take() {
        long taken = total;
        total = 0;
        return taken;
    }
}
