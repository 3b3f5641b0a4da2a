package dev.postern.tls.earlydata;

/// The answer to [dev.postern.tls.Pause.JudgeEarlyData].
public sealed interface EarlyDataVerdict {
    /// Let it in.
    record Accept() implements EarlyDataVerdict {}

    /// Skip it; the handshake goes on. @param reason never [EarlyDataReason#ACCEPTED]
    record Reject(EarlyDataReason reason) implements EarlyDataVerdict {
        public Reject {
            if (reason == EarlyDataReason.ACCEPTED) {
                throw new IllegalArgumentException("a rejection needs its reason");
            }
        }
    }
}
