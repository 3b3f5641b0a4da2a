package dev.postern.gateway.scenario;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.scenario.ClientAuthority.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// What a ticket may not bring its holder: another host, or a way in for a client whom this host would not take any more. The attacker
/// is OpenSSL's client, which offers a ticket to whatever name it is told.
@Timeout(600)
class ResumptionAcrossPoliciesTest {
    private static final String OPEN = "open.localhost";
    private static final String OTHER = "other.localhost";
    private static final String GUARDED = "guarded.localhost";

    @TempDir
    Path folder;
    private final LaterClock clock = new LaterClock();
    private ClientAuthority authority;
    private OperatedGateway gateway;
    private String bundle;
    private String guarded;

    /// The machine's, and on demand later.
    private static final class LaterClock extends Clock {
        private volatile Duration later = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(later);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void threeHostsOneOfWhichAsksForCertificates() throws Exception {
        authority = new ClientAuthority();
        gateway = new OperatedGateway(folder.resolve("data"), clock);
        String certificate = gateway.certificate("all",
                DevelopmentAuthority.create(Instant.now()).issue(List.of(OPEN, OTHER, GUARDED)));
        bundle = gateway.make("/api/v1/trust-bundles", Map.of("name", "clients", "pem", authority.pem()));
        gateway.host(OPEN, certificate, Map.of());
        gateway.host(OTHER, certificate, Map.of());
        guarded = gateway.host(GUARDED, certificate,
                Map.of("tls", Map.of("clientAuth", "require", "trustBundleId", bundle)));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// One connection of `openssl s_client` with one request.
    ///
    /// @return what it printed
    private String client(String serverName, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + gateway.port(),
                "-servername", serverName, "-tls1_3", "-alpn", "http/1.1", "-ign_eof"));
        command.addAll(options);
        Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
        client.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + serverName + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().close();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static List<String> with(Client... clients) {
        return clients.length == 0 ? List.of()
                : List.of("-cert", clients[0].pem().toString(), "-key", clients[0].pem().toString());
    }

    private static List<String> and(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }

    /// A ticket in a file, got from that host.
    private Path ticket(String serverName, Client... clients) throws Exception {
        Path file = folder.resolve("ticket" + System.nanoTime());
        assertThat(client(serverName, and(with(clients), "-sess_out", file.toString()))).contains("New, TLSv1.3",
                "HTTP/1.1 404");
        return file;
    }

    private String offer(Path ticket, String serverName, Client... clients) throws Exception {
        return client(serverName, and(with(clients), "-sess_in", ticket.toString()));
    }

    @Test
    void aTicketResumesWhereItWasIssued() throws Exception {
        assertThat(offer(ticket(OPEN), OPEN)).contains("Reused, TLSv1.3", "HTTP/1.1 404");
        Client known = authority.issue(folder, "known", Duration.ofDays(1));
        assertThat(offer(ticket(GUARDED, known), GUARDED)).contains("Reused, TLSv1.3", "HTTP/1.1 404");
    }

    /// After CVE-2025-23419: nginx let a ticket of one server block resume in another, and its client in without a certificate.
    @Test
    @Attack(26)
    void aTicketOfOneHostDoesNotResumeAtAnother() throws Exception {
        Path ticket = ticket(OPEN);
        assertThat(offer(ticket, OTHER)).contains("New, TLSv1.3", "HTTP/1.1 404");
        assertThat(offer(ticket, GUARDED)).doesNotContain("Reused", "HTTP/1.1").contains("alert certificate required");
        Client known = authority.issue(folder, "known", Duration.ofDays(1));
        assertThat(offer(ticket(GUARDED, known), OPEN)).contains("New, TLSv1.3");
    }

    /// After CVE-2025-68121: Go resumed for a client whose authority had been taken out of the configuration since.
    @Test
    @Attack(27)
    void aTicketDoesNotOutliveTheTrustInWhoVouchedForTheClient() throws Exception {
        Client known = authority.issue(folder, "known", Duration.ofDays(1));
        Path ticket = ticket(GUARDED, known);
        gateway.patch("/api/v1/trust-bundles/" + bundle, Map.of("pem", new ClientAuthority().pem()));
        assertThat(offer(ticket, GUARDED)).doesNotContain("Reused", "HTTP/1.1");
        assertThat(offer(ticket, GUARDED, known)).doesNotContain("Reused", "HTTP/1.1");
        gateway.patch("/api/v1/trust-bundles/" + bundle, Map.of("pem", authority.pem()));
        assertThat(offer(ticket, GUARDED)).contains("Reused, TLSv1.3");
    }

    /// The client could not present what it was not asked for, and need not have what it is asked for now: each way is another policy. And
    /// back to the first way, its ticket is good again, so nothing but the way was in the way.
    @Test
    @Attack(26)
    void aTicketDoesNotResumeWhereTheHostAsksForCertificatesInAnotherWay() throws Exception {
        Client known = authority.issue(folder, "known", Duration.ofDays(1));
        List<String> ways = List.of("none", "request", "require");
        for (String issuedUnder : ways) {
            askGuardedIn(issuedUnder);
            Path ticket = ticket(GUARDED, known);
            for (String now : ways) {
                askGuardedIn(now);
                assertThat(offer(ticket, GUARDED, known)).as("issued under %s, offered under %s", issuedUnder, now)
                        .contains(now.equals(issuedUnder) ? "Reused, TLSv1.3" : "New, TLSv1.3", "HTTP/1.1 404");
            }
        }
        askGuardedIn("none");
        Path anonymous = ticket(GUARDED);
        askGuardedIn("require");
        assertThat(offer(anonymous, GUARDED)).as("without a certificate").doesNotContain("Reused", "HTTP/1.1");
    }

    private void askGuardedIn(String way) {
        gateway.patch("/api/v1/hosts/" + guarded, Map.of("tls", Map.of("clientAuth", way, "trustBundleId", bundle)));
    }

    @Test
    @Attack(27)
    @EarlyDataRule("2.9")
    void aTicketEndsWithTheClientsCertificate() throws Exception {
        Path ofOneHour = ticket(GUARDED, authority.issue(folder, "hour", Duration.ofHours(1)));
        Path ofOneDay = ticket(GUARDED, authority.issue(folder, "day", Duration.ofDays(1)));
        clock.later = Duration.ofMinutes(50);
        assertThat(offer(ofOneHour, GUARDED)).contains("Reused, TLSv1.3");
        clock.later = Duration.ofMinutes(70);
        assertThat(offer(ofOneHour, GUARDED)).doesNotContain("Reused", "HTTP/1.1");
        assertThat(offer(ofOneDay, GUARDED)).contains("Reused, TLSv1.3");
    }

    @Test
    @Attack(27)
    @EarlyDataRule("2.9")
    void aTicketEndsWithARevocationOfTheClientsCertificate() throws Exception {
        Client good = authority.issue(folder, "good", Duration.ofDays(1));
        Client bad = authority.issue(folder, "bad", Duration.ofDays(1));
        Path ticketOfGood = ticket(GUARDED, good);
        Path ticketOfBad = ticket(GUARDED, bad);
        gateway.patch("/api/v1/trust-bundles/" + bundle,
                Map.of("crlPem", authority.revoking(Instant.now().plus(Duration.ofDays(7)), bad)));
        assertThat(gateway.json("/api/v1/trust-bundles/" + bundle).path("revokedCertificates").asInt(0)).isEqualTo(1);
        assertThat(offer(ticketOfBad, GUARDED)).doesNotContain("Reused", "HTTP/1.1");
        assertThat(offer(ticketOfBad, GUARDED, bad)).doesNotContain("Reused", "HTTP/1.1")
                .contains("alert certificate revoked");
        assertThat(offer(ticketOfGood, GUARDED)).as("nobody else is hurt").contains("Reused, TLSv1.3");
        assertThat(client(GUARDED, with(good))).contains("New, TLSv1.3", "HTTP/1.1 404");
    }

    @Test
    void aRevocationListIsTakenFromItsOwnAuthorityAlone() throws Exception {
        Client bad = authority.issue(folder, "bad", Duration.ofDays(1));
        Instant nextWeek = Instant.now().plus(Duration.ofDays(7));
        assertThat(gateway.refusal("/api/v1/trust-bundles/" + bundle,
                Map.of("crlPem", new ClientAuthority().revoking(nextWeek, bad)))).contains("foreignRevocationList",
                        "/crlPem");
        assertThat(gateway.refusal("/api/v1/trust-bundles/" + bundle, Map.of("crlPem", "none")))
                .contains("/crlPem");
        assertThat(client(GUARDED, with(bad))).contains("HTTP/1.1 404");
    }
}
