package dev.postern.tls.earlydata;

/// One hello with early data, as a replay store is asked about it.
///
/// @param key          from the validated binder
/// @param sentAtMillis when it was sent, as its ticket age says, by the clock of whoever issued the ticket: a fact of the hello, so every
///     copy has the same, whoever judges it and whatever his clock says
/// @param window       how far from then it may arrive: the one that its ticket was issued under, and no other
///     ([dev.postern.tls.config.TlsServerConfig#boundEarlyDataDigest]), so this too is the same for every copy
public record SentHello(ReplayKey key, long sentAtMillis, FreshnessWindow window) {}
