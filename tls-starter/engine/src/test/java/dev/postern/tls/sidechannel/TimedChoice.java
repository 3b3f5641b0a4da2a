package dev.postern.tls.sidechannel;

/// An operation on one of two inputs that an attacker could send, to be told apart by time alone.
///
/// @param name  what is compared with what
/// @param leaks whether it is made to leak: then the measurement must find it, or it proves nothing
/// @param batch how often one sample runs it, so that a clock of some nanoseconds can see it
record TimedChoice(String name, boolean leaks, int batch, Operation operation) {

    /// Both inputs go through the same memory and the same code.
    interface Operation {
        /// Puts the input in place, outside of what is timed.
        void prepare(boolean second);

        /// What is timed. The result is used, so that nothing is optimised away.
        int run();
    }
}
