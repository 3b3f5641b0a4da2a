package dev.postern.gateway.proxy;

import dev.postern.gateway.http.FramingError;
import org.jspecify.annotations.Nullable;

/// A request target taken apart (RFC 9112 3.2).
///
/// @param authority of the absolute form, or null
/// @param path      as it came; `*` for `OPTIONS *`
/// @param query     with its `?`, or empty
record RequestTarget(@Nullable String authority, String path, String query) {

    /// @throws FramingError for authority form, fragments and other schemes
    static RequestTarget of(String target) {
        if (target.charAt(0) == '/') {
            return of(null, target);
        }
        if (target.equals("*")) {
            return new RequestTarget(null, target, "");
        }
        int authority = target.startsWith("http://") ? 7 : target.startsWith("https://") ? 8 : -1;
        if (authority < 0) {
            throw new FramingError(400, "the request target is neither a path nor an http or https URL");
        }
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String rest = target.substring(end);
        return of(target.substring(authority, end), rest.startsWith("/") ? rest : "/" + rest);
    }

    private static RequestTarget of(@Nullable String authority, String pathAndQuery) {
        if (pathAndQuery.indexOf('#') >= 0) {
            throw new FramingError(400, "a request target has no fragment");
        }
        int mark = pathAndQuery.indexOf('?');
        return mark < 0 ? new RequestTarget(authority, pathAndQuery, "")
                : new RequestTarget(authority, pathAndQuery.substring(0, mark), pathAndQuery.substring(mark));
    }
}
