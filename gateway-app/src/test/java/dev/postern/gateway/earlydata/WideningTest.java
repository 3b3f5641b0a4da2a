package dev.postern.gateway.earlydata;

import dev.postern.gateway.earlydata.Grants.HostGrant;
import dev.postern.gateway.earlydata.Grants.RouteGrant;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.RouteMatch;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// What lets early data do more, and what does not.
class WideningTest {
    private static final EarlyRequests GET = new EarlyRequests(List.of("GET"), false);

    private static RouteGrant route(String path, boolean act, EarlyRequests requests) {
        return new RouteGrant(new RouteMatch(path, List.of(), Map.of()), act, requests, false);
    }

    private static HostGrant host(String name, int percent, long windowMillis, RouteGrant... routes) {
        return new HostGrant(List.of(name), percent > 0, percent, windowMillis, List.of(routes));
    }

    private static boolean widens(HostGrant from, HostGrant to) {
        return Widening.isOne(new Grants(List.of(from)), new Grants(List.of(to)));
    }

    private static HostGrant only(RouteGrant... routes) {
        return host("a.example", 50, 10_000, routes);
    }

    @Test
    void sameIsNotWider() {
        HostGrant same = only(route("/", true, GET));
        assertThat(widens(same, same)).isFalse();
        assertThat(Widening.isOne(new Grants(List.of(same)), Grants.NONE)).isFalse();
        assertThat(Widening.isOne(Grants.NONE, new Grants(List.of(same)))).isTrue();
    }

    @Test
    void lettingMoreInIsWider() {
        HostGrant half = only();
        assertThat(widens(host("a.example", 0, 0), half)).as("accept").isTrue();
        assertThat(widens(half, host("a.example", 0, 0))).isFalse();
        assertThat(widens(half, host("a.example", 51, 10_000))).as("percent").isTrue();
        assertThat(widens(half, host("a.example", 49, 10_000))).isFalse();
        assertThat(widens(half, host("a.example", 50, 10_001))).as("window").isTrue();
        assertThat(widens(half, host("a.example", 50, 9_999))).isFalse();
    }

    @Test
    void actingOnMoreIsWider() {
        HostGrant gets = only(route("/", true, GET));
        assertThat(widens(only(route("/", false, GET)), gets)).as("act").isTrue();
        assertThat(widens(gets, only(route("/", false, GET)))).isFalse();
        assertThat(widens(gets, only(route("/", true, new EarlyRequests(List.of("GET"), true))))).as("query").isTrue();
        assertThat(widens(gets, only(route("/", true, new EarlyRequests(List.of("GET", "PUT"), false)))))
                .as("methods").isTrue();
        assertThat(widens(gets, only(route("/", true, EarlyRequests.ALL)))).as("every method").isTrue();
        assertThat(widens(only(route("/", true, EarlyRequests.ALL)), gets)).isFalse();
    }

    @Test
    void aRouteThatHoldsMayComeAndOneThatHeldMayNotGo() {
        HostGrant all = only(route("/", true, GET));
        HostGrant without = only(route("/admin", false, GET), route("/", true, GET));
        assertThat(widens(all, without)).isFalse();
        assertThat(widens(without, all)).as("requests that were held fall to a route that acts").isTrue();
        assertThat(widens(all, only(route("/more", true, GET), route("/", true, GET)))).isTrue();
    }

    @Test
    void aNameThatGoesToAnotherHostIsWiderOnlyWhereThatLetsIn() {
        HostGrant open = host("*.example", 50, 10_000, route("/", true, GET));
        HostGrant shut = host("a.example", 0, 0);
        Grants both = new Grants(List.of(open, shut));
        assertThat(Widening.isOne(new Grants(List.of(open)), both)).as("a name is taken out").isFalse();
        assertThat(Widening.isOne(both, new Grants(List.of(open)))).as("a name falls to a wildcard").isTrue();
        HostGrant named = host("b.example", 50, 10_000);
        assertThat(Widening.isOne(new Grants(List.of(named, shut)), new Grants(List.of(named)))).isFalse();
        assertThat(Widening.isOne(new Grants(List.of(shut)), new Grants(List.of(shut, named)))).isTrue();
    }
}
