package dev.postern.tls.message;

/// How much of a message we are willing to parse; see `Limits` for the abuse that each stops. Lengths in bytes are bounded before a message
/// gets here, when it is put together from records.
public record MessageBounds(int extensions, int keyShares, int pskIdentities, int certificateChainLength) {}
