package dev.postern.gateway.routes;

import java.util.List;

/// Which early requests a route acts on that allows it; the others are held.
///
/// @param methods upper case; empty for every method that the route takes
/// @param query   whether one with a query is among them
public record EarlyRequests(List<String> methods, boolean query) {
    // RFC 9110 9.2.1: safe methods; TRACE is one, but goes nowhere from here
    public static final List<String> SAFE_METHODS = List.of("GET", "HEAD", "OPTIONS");
    public static final EarlyRequests ALL = new EarlyRequests(List.of(), true);

    public EarlyRequests {
        methods = List.copyOf(methods);
    }

    public boolean include(String method, boolean withQuery) {
        return (methods.isEmpty() || methods.contains(method)) && (query || !withQuery);
    }
}
