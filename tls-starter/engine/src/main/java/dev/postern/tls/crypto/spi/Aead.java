package dev.postern.tls.crypto.spi;

/// One direction of one connection under one key: the cipher is made once and used for every record.
///
/// Works on heap arrays, where the JDK's AES-GCM is four times as fast as on direct buffers.
public interface Aead {
    /// Seals `length` bytes of `in` at `inOffset` into `out` at `outOffset` (ciphertext, then the 16-byte tag). `in` and `out` may be
    /// the same array at the same offset.
    ///
    /// @param nonce          12 bytes, fresh for this key
    /// @param additionalData the record header; `additionalLength` bytes of it
    /// @return bytes written: `length + 16`
    int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length, byte[] out,
            int outOffset);

    /// As the other `seal`, with one byte more behind the `length` bytes: the content type that TLS appends to each fragment. Given apart,
    /// so that the caller need not copy the fragment to append it. `in` and `out` must not overlap.
    ///
    /// @return bytes written: `length + 1 + 16`
    int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length, byte last,
            byte[] out, int outOffset);

    /// Opens `length` bytes (tag included) of `in`. `out` must be another array: a cipher that verifies before it decrypts would have to
    /// copy everything, as the JDK's does.
    ///
    /// @return the length of the plaintext, or -1 when the tag does not fit. A wrong tag is an ordinary event (trial decryption of
    ///     early data that we skip), so it is no exception; the instance stays usable.
    int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length, byte[] out,
            int outOffset);

    /// Wipes what can be wiped of the key.
    void destroy();
}
