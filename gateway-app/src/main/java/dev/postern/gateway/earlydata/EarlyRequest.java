package dev.postern.gateway.earlydata;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// A request that came early, as far as a route looks at it.
///
/// @param path   of the request target, without query
/// @param query  whether it has one
/// @param header its value of a lower-case field name, or null
public record EarlyRequest(String authority, String path, String method, boolean query,
        Function<String, ? extends @Nullable CharSequence> header) {}
