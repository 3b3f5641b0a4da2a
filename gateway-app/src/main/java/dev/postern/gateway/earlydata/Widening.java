package dev.postern.gateway.earlydata;

import dev.postern.gateway.earlydata.Grants.HostGrant;
import dev.postern.gateway.earlydata.Grants.RouteGrant;
import dev.postern.gateway.routes.EarlyRequests;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Whether a change lets early data do anything that it could not do before. In doubt it does: what that costs is a short wait.
final class Widening {
    private final Map<String, HostGrant> before = new HashMap<>();
    private final Map<String, HostGrant> after = new HashMap<>();
    private final Grants next;

    private Widening(Grants from, Grants to) {
        from.hosts().forEach(host -> host.names().forEach(name -> before.put(name, host)));
        to.hosts().forEach(host -> host.names().forEach(name -> after.put(name, host)));
        this.next = to;
    }

    static boolean isOne(Grants from, Grants to) {
        return new Widening(from, to).widens();
    }

    private boolean widens() {
        if (next.hosts().stream().noneMatch(HostGrant::accept)) {
            return false;
        }
        boolean wider = after.entrySet().stream().anyMatch(named -> named.getValue().accept()
                && widens(before.get(named.getKey()), named.getValue()));
        // A name that no host claims any more falls to a wildcard, or to whoever takes what is left.
        return wider || (catchesWhatIsLeft() && !after.keySet().containsAll(before.keySet()));
    }

    private boolean catchesWhatIsLeft() {
        return after.entrySet().stream()
                .anyMatch(named -> named.getKey().startsWith("*") && named.getValue().accept());
    }

    private static boolean widens(@org.jspecify.annotations.Nullable HostGrant was, HostGrant is) {
        return was == null || !was.accept() || is.percent() > was.percent() || is.windowMillis() > was.windowMillis()
                || widens(was.routes(), is.routes());
    }

    /// Routes of before, with others between them that hold.
    private static boolean widens(List<RouteGrant> was, List<RouteGrant> is) {
        if (is.stream().noneMatch(RouteGrant::act)) {
            return false;
        }
        Iterator<RouteGrant> left = was.iterator();
        RouteGrant expected = left.hasNext() ? left.next() : null;
        for (RouteGrant route : is) {
            if (expected != null && route.match().equals(expected.match())) {
                if (route.act() && !isWithin(route, expected)) {
                    return true;
                }
                expected = left.hasNext() ? left.next() : null;
            } else if (route.act()) {
                return true;
            }
        }
        return expected != null;
    }

    private static boolean isWithin(RouteGrant is, RouteGrant was) {
        EarlyRequests now = is.requests();
        EarlyRequests then = was.requests();
        return was.act() && (was.encodedSlash() || !is.encodedSlash()) && (then.query() || !now.query())
                && (then.methods().isEmpty()
                        || (!now.methods().isEmpty() && then.methods().containsAll(now.methods())));
    }
}
