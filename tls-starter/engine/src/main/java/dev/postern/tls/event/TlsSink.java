package dev.postern.tls.event;

/// Where decrypted application data and events go. The engine decrypts straight into the caller's memory.
///
/// Called only from inside an engine call, never after it returned. It must not call the engine back.
public interface TlsSink {
    /// Room for `bytes` bytes of plaintext, contiguous in the returned array from [#position] on. What is not committed is not kept;
    /// the next call may return another array.
    byte[] reserve(int bytes);

    /// Where in the array that [#reserve] returned its room begins.
    int position();

    /// `bytes` bytes of the reserved room are plaintext now.
    void commit(int bytes, DataKind kind);

    void event(TlsEvent event);
}
