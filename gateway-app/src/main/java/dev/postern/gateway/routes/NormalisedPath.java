package dev.postern.gateway.routes;

/// A path in the one form that is matched, logged and forwarded.
///
/// @param value        starts with `/`; without query
/// @param encodedSlash whether it holds `%2F`, which only a route that allows it may get
public record NormalisedPath(String value, boolean encodedSlash) {}
