package dev.postern.gateway.routes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Which requests a route takes.
///
/// @param pathPrefix a normalised path; `/api` takes `/api` and `/api/x`, not `/apix`
/// @param methods    upper case; empty for every method
/// @param headers    lower-case field name to the exact value; empty for every request
public record RouteMatch(String pathPrefix, List<String> methods, Map<String, String> headers) {
    public RouteMatch {
        if (!pathPrefix.startsWith("/")) {
            throw new IllegalArgumentException("a path prefix starts with '/', got " + pathPrefix);
        }
        methods = List.copyOf(methods);
        TreeMap<String, String> byName = new TreeMap<>();
        headers.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
        headers = java.util.Collections.unmodifiableSortedMap(byName);
    }

    public static RouteMatch everything() {
        return new RouteMatch("/", List.of(), Map.of());
    }

    boolean takesPath(String path) {
        if (!path.startsWith(pathPrefix)) {
            return false;
        }
        // A prefix ends between segments, or `/admin` would also open `/administrator`.
        return path.length() == pathPrefix.length() || pathPrefix.endsWith("/")
                || path.charAt(pathPrefix.length()) == '/';
    }

    boolean takesMethod(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /// @param header the request's value of a lower-case field name, or null
    boolean takesHeaders(Function<String, ? extends CharSequence> header) {
        for (Map.Entry<String, String> wanted : headers.entrySet()) {
            CharSequence value = header.apply(wanted.getKey());
            if (value == null || !wanted.getValue().contentEquals(value)) {
                return false;
            }
        }
        return true;
    }
}
