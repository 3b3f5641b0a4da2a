package dev.postern.tls.config;

/// What a ClientHello does for the health of the protocol, beyond what it asks for.
///
/// @param grease            offers reserved values (RFC 8701) among suites, groups, key shares, extensions, versions, signature schemes,
///     application protocols and PSK modes, so that servers which choke on what they do not know are found early. A server that takes one
///     is refused
/// @param permuteExtensions puts extensions into a new order for each connection, so that nobody comes to rely on one
public record ClientHelloShape(boolean grease, boolean permuteExtensions) {
    /// Neither.
    public static final ClientHelloShape PLAIN = new ClientHelloShape(false, false);
}
