package dev.postern.gateway.routes;

import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.psk.PolicyDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResolverTest {
    private static final Upstream UPSTREAM = new Upstream("u", "u", UpstreamProtocol.HTTP1,
            List.of(new Endpoint(false, "127.0.0.1", 80, 1)), false, UpstreamTls.DEFAULTS);

    private static HostTls policy(int number) {
        byte[] bytes = new byte[PolicyDigest.BYTES];
        Arrays.fill(bytes, (byte) number);
        PolicyDigest digest = new PolicyDigest(bytes);
        return new HostTls(ClientAuthentication.NONE, List.of(), Revocations.NONE, null, digest, digest, digest);
    }

    private static ServedCertificate certificate(String id) {
        return new ServedCertificate(id, id, 1, List.of(), null, List.of(), "for tests");
    }

    private static Host host(String name, String certificate, int policy, List<String> names, Route... routes) {
        return new Host(name, name, names.stream().map(text -> ServerNamePattern.parse(text).orElseThrow()).toList(),
                List.of(certificate(certificate)), policy(policy), EarlyDataSettings.OFF, HostTimeouts.DEFAULTS,
                List.of(routes), null);
    }

    private static Route route(String name, RouteMatch match, boolean allowEncodedSlash) {
        return new Route(name, name, match, UPSTREAM, EarlyDataAction.HOLD, EarlyRequests.ALL, RouteTimeouts.DEFAULTS,
                allowEncodedSlash);
    }

    private final Host a = host("a", "shared", 1, List.of("a.example"), route("all", RouteMatch.everything(), false),
            route("api", new RouteMatch("/api", List.of(), Map.of()), true),
            route("api-post", new RouteMatch("/api", List.of("POST"), Map.of()), true),
            route("api-canary", new RouteMatch("/api", List.of("POST"), Map.of("X-Canary", "1")), true));
    private final Host b = host("b", "shared", 1, List.of("b.example", "*.b.example"));
    private final Host c = host("c", "other", 1, List.of("c.example"));
    private final Host d = host("d", "shared", 2, List.of("d.example"));
    private final Host rest = host("rest", "rest", 1, List.of("*"));
    private final Resolver resolver = new Resolver(List.of(a, b, c, d, rest));

    @ParameterizedTest
    @CsvSource({"a.example, a, EXACT", "A.EXAMPLE., a, EXACT", "x.b.example, b, WILDCARD", "X.B.Example, b, WILDCARD",
        "b.example, b, EXACT", "y.x.b.example, rest, DEFAULT", "nobody.example, rest, DEFAULT"})
    void findsTheHostOfAHandshake(String serverName, String host, NameMatch.Kind kind) {
        NameMatch match = resolver.handshake(serverName);
        assertThat(match.host()).isNotNull().extracting(Host::name).isEqualTo(host);
        assertThat(match.kind()).isEqualTo(kind);
        assertThat(resolver.authority(serverName + ":8443").host()).isSameAs(match.host());
    }

    @Test
    void withoutSniTheDefaultHostIsMeant() {
        assertThat(resolver.handshake(null).kind()).isEqualTo(NameMatch.Kind.DEFAULT_WITHOUT_NAME);
        assertThat(new Resolver(List.of(a)).handshake(null).host()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"GET, /, all", "GET, /x, all", "GET, /apix, all", "GET, /api, api", "GET, /api/x, api",
        "PUT, /api/x, api",
        "POST, /api/x, api-post", "GET, /x/../api/y, api", "GET, //api, api"})
    void takesTheLongestPrefixThenMethods(String method, String path, String route) {
        assertThat(resolver.request(a, "a.example", path, method, name -> null)).isInstanceOfSatisfying(
                RequestMatch.Routed.class, routed -> assertThat(routed.route().name()).isEqualTo(route));
    }

    @Test
    void headersComeLastInPrecedence() {
        assertThat(resolver.request(a, "a.example", "/api/x", "POST", name -> name.equals("x-canary") ? "1" : null))
                .isInstanceOfSatisfying(RequestMatch.Routed.class,
                        routed -> assertThat(routed.route().name()).isEqualTo("api-canary"));
    }

    @ParameterizedTest
    @CsvSource({"b.example, NO_ROUTE", "x.b.example, NO_ROUTE", "c.example, MISDIRECTED", "d.example, MISDIRECTED",
        "nobody.example, MISDIRECTED", "'a b', BAD_AUTHORITY", "'', BAD_AUTHORITY"})
    void carriesOnlyHostsThatShareCertificateAndPolicy(String authority, RequestMatch.Refusal refusal) {
        assertThat(resolver.request(a, authority, "/", "GET", name -> null)).isInstanceOfSatisfying(
                RequestMatch.Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    @Test
    void encodedSlashNeedsARouteThatAllowsIt() {
        assertThat(resolver.request(a, "a.example", "/x%2fy", "GET", name -> null)).isInstanceOfSatisfying(
                RequestMatch.Refused.class,
                refused -> assertThat(refused.refusal()).isEqualTo(RequestMatch.Refusal.AMBIGUOUS_PATH));
        assertThat(resolver.request(a, "a.example", "/api/x%2fy", "GET", name -> null))
                .isInstanceOf(RequestMatch.Routed.class);
    }

    @Test
    void oneNameBelongsToOneHost() {
        assertThatThrownBy(() -> new Resolver(List.of(a, host("a2", "x", 1, List.of("A.example.")))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a.example");
    }

    @Test
    void anOlderSnapshotNeverReplacesANewerOne() {
        SnapshotHolder holder = new SnapshotHolder();
        GatewaySnapshot second = GatewaySnapshot.of(2, List.of(a), Map.of(), Map.of(), List.of());
        assertThat(holder.swap(second)).isTrue();
        assertThat(holder.swap(GatewaySnapshot.of(1, List.of(), Map.of(), Map.of(), List.of()))).isFalse();
        assertThat(holder.current()).isSameAs(second);
    }
}
