package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.RouteInput.MatchInput;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.NormalisedPath;
import dev.postern.gateway.routes.PathNormaliser;
import dev.postern.gateway.routes.RouteMatch;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads what a route matches, and says what is wrong with it.
final class RouteMatchCheck {
    // RFC 9110 5.6.2: methods and field names are tokens
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final int MOST = 32;

    private RouteMatchCheck() {}

    static RouteMatch read(@Nullable MatchInput given, Faults faults) {
        if (given == null) {
            return RouteMatch.everything();
        }
        return new RouteMatch(pathPrefix(given.pathPrefix(), faults),
                methods(given.methods(), "/match/methods", faults),
                headers(given.headers(), faults));
    }

    private static String pathPrefix(@Nullable String given, Faults faults) {
        if (given == null) {
            return "/";
        }
        return switch (PathNormaliser.normalise(given)) {
            case PathNormaliser.Outcome.Normal(NormalisedPath path) -> path.value();
            case PathNormaliser.Outcome.Refused(var reason) -> {
                faults.add("/match/pathPrefix", reason.code(),
                        "This prefix matches nothing: " + reason.sentence() + ".");
                yield "/";
            }
        };
    }

    /// @param pointer to the list in the body
    static List<String> methods(@Nullable List<@Nullable String> given, String pointer, Faults faults) {
        List<String> methods = new ArrayList<>();
        if (given == null) {
            return methods;
        }
        for (int i = 0; i < Math.min(given.size(), MOST); i++) {
            String method = given.get(i);
            // RFC 9110 9.1: methods are case-sensitive, and the registered ones are upper case
            if (method == null || !TOKEN.matcher(method).matches()
                    || !method.equals(method.toUpperCase(java.util.Locale.ROOT))) {
                faults.add(pointer + "/" + i, "notAMethod", "A method is an upper-case token, such as GET.");
            } else if (!methods.contains(method)) {
                methods.add(method);
            }
        }
        if (given.size() > MOST) {
            faults.add(pointer, "tooMany", "A route names at most " + MOST + " methods.");
        }
        return methods;
    }

    private static Map<String, String> headers(@Nullable Map<String, @Nullable String> given, Faults faults) {
        Map<String, String> headers = new TreeMap<>();
        if (given == null) {
            return headers;
        }
        if (given.size() > MOST) {
            faults.add("/match/headers", "tooMany", "A route names at most " + MOST + " headers.");
            return headers;
        }
        given.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches() || value == null || value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                faults.add("/match/headers/" + name.replace("~", "~0").replace("/", "~1"), "notAHeader",
                        "A header is a field name and a value of printable ASCII.");
            } else {
                headers.put(name.toLowerCase(java.util.Locale.ROOT), value);
            }
        });
        return headers;
    }
}
