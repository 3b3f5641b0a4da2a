package dev.postern.tls.fuzz;

import java.util.List;
import java.util.Set;

/// Something that takes any bytes. What must never happen is thrown out of [#feed] as an [AssertionError], or as whatever else broke.
public interface FuzzTarget {
    /// The folder of its corpus, and what `scripts/fuzz` calls it.
    String name();

    /// Runs one input. The same input has the same outcome, always.
    ///
    /// @return how far it came, in a word: the corpus must come everywhere that [#mustReach] says
    String feed(byte[] input);

    /// Good inputs to start from, made by our own encoders.
    List<byte[]> seeds();

    /// Outcomes without which the corpus tests too little: a target that only ever sees its first check proves nothing.
    Set<String> mustReach();

    /// How many bytes a run may allocate: this much, and [#BYTES_PER_INPUT_BYTE] more for each byte of input.
    default long allocationBytes() {
        return 256 * 1024;
    }

    int BYTES_PER_INPUT_BYTE = 512;
}
