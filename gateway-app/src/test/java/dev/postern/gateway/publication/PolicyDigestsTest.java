package dev.postern.gateway.publication;

import dev.postern.checks.Attack;
import dev.postern.gateway.hosts.StoredHost;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.routes.EarlyDataPreset;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.HostTls;
import dev.postern.gateway.routes.Revocations;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static dev.postern.gateway.publication.PolicyDigestsTest.Digest.EARLY_DATA;
import static dev.postern.gateway.publication.PolicyDigestsTest.Digest.POLICY;
import static dev.postern.gateway.publication.PolicyDigestsTest.Digest.RESUMPTION;
import static org.assertj.core.api.Assertions.assertThat;

/// What changes which digest. Too few, and somebody resumes under another policy or acts early under one that did not allow it; too many,
/// and a change costs everybody his resumption.
class PolicyDigestsTest {
    private static final X509Certificate ONE = DevelopmentAuthority.create(Instant.EPOCH).certificate();
    private static final X509Certificate OTHER = DevelopmentAuthority.create(Instant.EPOCH).certificate();
    private static final StoredHost HOST = StoredHost.PLAIN;

    enum Digest {
        POLICY,
        RESUMPTION,
        EARLY_DATA
    }

    /// One host with all that is digested.
    private record Policy(String id, StoredHost host, List<X509Certificate> trust, Revocations revocations) {
        HostTls tls() {
            return PolicyDigests.of(id, host.document(), trust, revocations);
        }
    }

    private static final Policy BEFORE = new Policy("h1", HOST.asking("request"), List.of(ONE), revoking(1));

    private static Revocations revoking(long serial) {
        return new Revocations(
                Set.of(new Revocations.Entry(ONE.getSubjectX500Principal(), BigInteger.valueOf(serial))));
    }

    private static Policy with(StoredHost host) {
        return new Policy("h1", host, List.of(ONE), revoking(1));
    }

    private static Set<Digest> changed(Policy from, Policy to) {
        HostTls before = from.tls();
        HostTls after = to.tls();
        Set<Digest> changed = EnumSet.noneOf(Digest.class);
        if (!before.policyDigest().equals(after.policyDigest())) {
            changed.add(POLICY);
        }
        if (!before.resumptionDigest().equals(after.resumptionDigest())) {
            changed.add(RESUMPTION);
        }
        if (!before.earlyDataDigest().equals(after.earlyDataDigest())) {
            changed.add(EARLY_DATA);
        }
        return changed;
    }

    private static Set<Digest> changed(Policy to) {
        return changed(BEFORE, to);
    }

    @Test
    void theSamePolicyHasTheSameDigests() {
        assertThat(changed(with(HOST.asking("request")))).isEmpty();
    }

    @Test
    void anotherHostIsAnotherForItsTicketsButMayShareConnections() {
        assertThat(changed(new Policy("h2", BEFORE.host(), BEFORE.trust(), BEFORE.revocations())))
                .containsExactly(RESUMPTION, EARLY_DATA);
    }

    @Test
    @Attack(26)
    void askingClientsForCertificatesInAnotherWayEndsResumption() {
        List<String> ways = List.of("none", "request", "require");
        for (String from : ways) {
            for (String to : ways) {
                Set<Digest> changed = changed(with(HOST.asking(from)),
                        new Policy("h1", HOST.asking(to), List.of(ONE), revoking(1)));
                if (from.equals(to)) {
                    assertThat(changed).as(from).isEmpty();
                } else {
                    assertThat(changed).as(from + " to " + to).containsExactly(POLICY, RESUMPTION);
                }
            }
        }
    }

    @Test
    void trustingOthersEndsResumption() {
        for (List<X509Certificate> trust : List.of(List.of(OTHER), List.of(ONE, OTHER))) {
            assertThat(changed(new Policy("h1", BEFORE.host(), trust, BEFORE.revocations())))
                    .containsExactly(POLICY, RESUMPTION);
        }
        assertThat(changed(new Policy("h1", BEFORE.host(), List.of(ONE, OTHER), BEFORE.revocations()),
                new Policy("h1", BEFORE.host(), List.of(OTHER, ONE), BEFORE.revocations())))
                .as("in another order").isEmpty();
    }

    @Test
    void aRevocationEndsConnectionsAndOfTheTicketsOnlyThoseOfWhomItNames() {
        assertThat(changed(new Policy("h1", BEFORE.host(), BEFORE.trust(), revoking(2)))).containsExactly(POLICY);
        assertThat(changed(new Policy("h1", BEFORE.host(), BEFORE.trust(), Revocations.NONE))).containsExactly(POLICY);
    }

    @Test
    void anotherEarlyDataPolicyEndsEarlyDataAlone() {
        EarlyDataSettings on = EarlyDataSettings.ON;
        for (EarlyDataSettings other : List.of(
                new EarlyDataSettings(on.issueMaxBytes() - 1, true, on.acceptPercent(), null),
                new EarlyDataSettings(on.issueMaxBytes(), false, on.acceptPercent(), null))) {
            assertThat(changed(with(HOST.asking("request").withEarlyData(other)))).as(other.toString())
                    .containsExactly(EARLY_DATA);
        }
    }

    /// A share is drawn per hello; the window is bound by the engine; how long tickets live is judged when they come.
    @Test
    void whatIsJudgedForEachHelloCostsNobodyAnything() {
        EarlyDataSettings on = EarlyDataSettings.ON;
        StoredHost host = HOST.asking("request");
        for (StoredHost other : List.of(host.named("b.example"), host.withTicketsFor(Duration.ofHours(1)),
                host.withPreset(EarlyDataPreset.STRICT),
                host.withEarlyData(new EarlyDataSettings(on.issueMaxBytes(), true, 50, null)),
                host.withEarlyData(
                        new EarlyDataSettings(on.issueMaxBytes(), true, on.acceptPercent(), Duration.ofSeconds(1))))) {
            assertThat(changed(with(other))).as(other.toString()).isEmpty();
        }
    }

    @Test
    void noTwoDigestsOfAHostAreOne() {
        HostTls tls = BEFORE.tls();
        assertThat(Set.of(tls.policyDigest(), tls.resumptionDigest(), tls.earlyDataDigest())).hasSize(3);
    }
}
