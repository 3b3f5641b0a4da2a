package dev.postern.tls.event;

/// Where records for the peer go: the caller's memory, so that nothing is copied twice.
public interface TlsOutput {
    /// Room for `bytes` bytes, contiguous in the returned array from [#position] on.
    byte[] reserve(int bytes);

    /// Where in the array that [#reserve] returned its room begins.
    int position();

    /// `bytes` bytes of the reserved room are to be sent.
    void commit(int bytes);
}
