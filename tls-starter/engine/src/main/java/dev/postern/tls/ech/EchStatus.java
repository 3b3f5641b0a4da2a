package dev.postern.tls.ech;

/// What became of Encrypted Client Hello.
public enum EchStatus {
    /// Nobody asked for it.
    NOT_OFFERED,
    /// The client sent something that looks like it, so that its hello looks like everybody's (RFC 9849 6.2). Only the client knows.
    GREASE,
    /// The outer hello is the one that counts. To a server this may as well be GREASE; a client never goes on from here.
    REJECTED,
    /// The inner hello is the one that counts.
    ACCEPTED
}
