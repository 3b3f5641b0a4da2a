package dev.postern.benchmarks;

import java.lang.management.ManagementFactory;

/// CPU time and allocation of this thread between [#start] and [#stop].
final class Meter {
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    private long startedNanos;
    private long startedBytes;
    private long nanos;
    private long bytes;

    void start() {
        startedBytes = THREADS.getCurrentThreadAllocatedBytes();
        startedNanos = THREADS.getCurrentThreadCpuTime();
    }

    void stop() {
        nanos = THREADS.getCurrentThreadCpuTime() - startedNanos;
        bytes = THREADS.getCurrentThreadAllocatedBytes() - startedBytes;
    }

    long nanos() {
        return nanos;
    }

    long bytes() {
        return bytes;
    }
}
