package dev.postern.tls.fuzz;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/// Runs a target and holds it to its memory: a peer's bytes must not make us allocate without measure.
final class Allowance {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allowance() {}

    static String feed(FuzzTarget target, byte[] input) {
        long allowed = target.allocationBytes() + (long) FuzzTarget.BYTES_PER_INPUT_BYTE * input.length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String outcome = target.feed(input);
        if (THREADS.getCurrentThreadAllocatedBytes() - before > allowed) {
            // Perhaps the first to come by here, which loads classes: that is not the input's fault, and does not happen twice.
            requireAllowed(target, input, allowed);
        }
        return outcome;
    }

    private static void requireAllowed(FuzzTarget target, byte[] input, long allowed) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        target.feed(input);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        Findings.require(allocated <= allowed,
                "%d bytes of input made %s allocate %d bytes, more than %d".formatted(input.length, target.name(),
                        allocated, allowed));
    }
}
