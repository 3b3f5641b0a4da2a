package dev.postern.gateway.probe;

import dev.postern.gateway.probe.Report.ReplayOutcome;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.crypto.spi.TimeSource;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.psk.ClientSession;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The questions, in their order: each needs what the one before it brought.
final class Examination {
    /// How long our Finished is kept back at least, for an answer to come before it.
    private static final Duration HELD = Duration.ofSeconds(1);
    /// How many times as long as the slowest answer before it an early one may take, until it counts as waiting for our Finished.
    private static final int TIMES = 3;

    private final ProbeTarget target;
    private final Chains chains;
    private final List<String> findings = new ArrayList<>();
    /// Tickets that were not used yet, the newest first.
    private final List<ClientSession> tickets = new ArrayList<>();
    private Duration slowest = Duration.ZERO;
    private Report.@Nullable Handshake handshake;
    private Report.@Nullable Certificate certificate;
    private Report.@Nullable Tickets ticketsSeen;
    private Report.@Nullable Resumption resumption;
    private Report.@Nullable EarlyData earlyData;
    private Report.@Nullable Replay replay;

    Examination(ProbeTarget target) {
        this.target = target;
        this.chains = new Chains(target);
    }

    Report run() {
        try {
            full();
            if (takeTicket(false).map(this::resumed).orElse(false)) {
                early();
            }
        } catch (ProbeFailure ended) {
            findings.add(ended.getMessage());
        }
        return new Report(target.host() + ":" + target.port(), target.serverName(), handshake, certificate,
                ticketsSeen, resumption, earlyData, replay, List.copyOf(findings));
    }

    private void full() throws ProbeFailure {
        try (ProbedConnection connection = connect(new SecureRandom()::nextBytes, System::currentTimeMillis, null)) {
            connection.start("");
            ask(connection);
            SessionInfo session = session(connection.seen());
            certificate = chains.describe(session.peerChain());
            handshake = new Report.Handshake("TLSv1.3", session.cipherSuite().toString(), session.group().toString(),
                    String.valueOf(session.signatureScheme()), session.applicationProtocol(), session.helloRetried(),
                    connection.seen().status());
            keep(connection.seen());
        }
        if (certificate != null && !certificate.trusted()) {
            findings.add("The certificate is not trusted: " + certificate.verdict() + ".");
        }
        if (ticketsSeen == null) {
            findings.add("The server issues no tickets: every connection costs a full handshake.");
        }
    }

    private boolean resumed(ClientSession ticket) {
        try (ProbedConnection connection = connect(new SecureRandom()::nextBytes, System::currentTimeMillis,
                ticket)) {
            connection.start("");
            ask(connection);
            boolean resumed = session(connection.seen()).resumed();
            resumption = new Report.Resumption(resumed, connection.seen().status());
            keep(connection.seen());
            if (!resumed) {
                findings.add("The server did not take the ticket that it issued.");
            }
            return resumed;
        } catch (ProbeFailure ended) {
            findings.add("Resumption failed: " + ended.getMessage() + ".");
            return false;
        }
    }

    private void early() throws ProbeFailure {
        Optional<ClientSession> ticket = takeTicket(true);
        if (ticket.isEmpty()) {
            findings.add("No ticket allows early data: 0-RTT is off.");
            return;
        }
        ClientSession first = ticket.get();
        ClientSession second = copy(first);
        RepeatableRandom random = new RepeatableRandom();
        long now = System.currentTimeMillis();
        byte[] flight = firstFlight(first, random, now);
        Report.EarlyData found = earlyData;
        if (found == null || !found.accepted()) {
            findings.add(
                    "Early data was refused. A server does that, for instance, for a while after its start; try again.");
            return;
        }
        if (found.answeredBeforeFinished()) {
            findings.add(
                    "The request was answered before the handshake was confirmed: what it does, a replay does too.");
        }
        secondFlight(second, random.again(), now, flight);
    }

    private byte[] firstFlight(ClientSession ticket, RandomSource random, long now) throws ProbeFailure {
        try (ProbedConnection connection = connect(random, () -> now, ticket)) {
            byte[] flight = connection.start(get());
            connection.keepBack();
            Observations seen = connection.seen();
            Duration held = held();
            boolean early = connection.until(seen::answered, held);
            connection.letGo();
            connection.until(() -> seen.session() != null, target.patience());
            if (seen.earlyDataAccepted()) {
                awaitAnswer(connection);
            }
            session(seen);
            earlyData = new Report.EarlyData(seen.earlyDataAccepted(), seen.earlyDataAccepted() && early,
                    held.toMillis(), seen.status());
            return flight;
        }
    }

    /// Nobody can see that a server waits; only that it has not answered in a time in which it would have otherwise.
    private Duration held() {
        Duration often = slowest.multipliedBy(TIMES);
        return often.compareTo(HELD) > 0 ? often : HELD;
    }

    /// Sends the bytes of the first flight once more, as somebody who captured them would.
    private void secondFlight(ClientSession ticket, RandomSource random, long now, byte[] flight) {
        String why;
        Report.Replay found = new Report.Replay(ReplayOutcome.UNKNOWN, false);
        try (ProbedConnection connection = connect(random, () -> now, ticket)) {
            if (!Arrays.equals(connection.start(get()), flight)) {
                throw new ProbeFailure("the replay is not the flight that it should repeat: a defect of this probe");
            }
            why = awaitOutcome(connection);
            Observations seen = connection.seen();
            found = new Report.Replay(outcome(seen), seen.earlyDataAccepted() && seen.answered());
        } catch (ProbeFailure ended) {
            why = String.valueOf(ended.getMessage());
        }
        replay = found;
        findings.add(switch (found.outcome()) {
            case ACCEPTED ->
                "THE SAME EARLY DATA WAS ACCEPTED TWICE: whoever captures a flight can make the server act on it again.";
            case REFUSED -> "The same flight, sent a second time, was refused.";
            case UNKNOWN -> "Whether the same flight would be accepted a second time is not known: " + why + ".";
        });
    }

    /// @return how the connection stands then, for a reader who learns nothing else of it
    private String awaitOutcome(ProbedConnection connection) {
        Observations seen = connection.seen();
        try {
            connection.until(() -> seen.earlyDataAccepted() ? seen.answered() : seen.session() != null,
                    target.patience());
        } catch (ProbeFailure cut) {
            return String.valueOf(cut.getMessage());
        }
        String failure = seen.failure();
        return failure != null ? failure
                : seen.over() ? "the server ended the connection" : "the server says nothing";
    }

    /// A server has refused early data when it finished the handshake without it, and not before: silence is no refusal.
    private static ReplayOutcome outcome(Observations seen) {
        return seen.earlyDataAccepted()
                ? ReplayOutcome.ACCEPTED
                : seen.session() != null ? ReplayOutcome.REFUSED : ReplayOutcome.UNKNOWN;
    }

    private void ask(ProbedConnection connection) throws ProbeFailure {
        Observations seen = connection.seen();
        if (connection.until(() -> seen.session() != null, target.patience())) {
            long start = System.nanoTime();
            connection.request(get());
            if (awaitAnswer(connection)) {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
        }
    }

    /// That a server cuts a connection whose handshake was whole says nothing against the handshake.
    private boolean awaitAnswer(ProbedConnection connection) throws ProbeFailure {
        Observations seen = connection.seen();
        try {
            return connection.until(seen::answered, target.patience());
        } catch (ProbeFailure cut) {
            if (seen.session() == null) {
                throw cut;
            }
            findings.add("The request was not answered: " + cut.getMessage() + ".");
            return false;
        }
    }

    private static SessionInfo session(Observations seen) throws ProbeFailure {
        SessionInfo session = seen.session();
        if (session == null) {
            String failure = seen.failure();
            throw new ProbeFailure(
                    "no handshake of TLS 1.3: " + (failure == null ? "the server says nothing" : failure));
        }
        return session;
    }

    private ProbedConnection connect(RandomSource random, TimeSource time, @Nullable ClientSession ticket)
            throws ProbeFailure {
        TlsClientConfig.Builder config = TlsClientConfig.to(target.serverName()).applicationProtocols("http/1.1");
        if (ticket != null) {
            config.sessions(List.of(ticket)).earlyData(true);
        }
        EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(), random, time, Limits.DEFAULT);
        return new ProbedConnection(target, environment, config.build());
    }

    private String get() {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: postern-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                .formatted(target.path(), target.serverName());
    }

    private void keep(Observations seen) {
        tickets.addAll(0, seen.tickets());
        seen.tickets().stream().max(Comparator.comparingLong(ClientSession::maxEarlyDataBytes))
                .ifPresent(best -> ticketsSeen = new Report.Tickets(seen.tickets().size(), best.lifetimeSeconds(),
                        best.maxEarlyDataBytes()));
    }

    private Optional<ClientSession> takeTicket(boolean early) {
        Optional<ClientSession> found = tickets.stream().filter(ticket -> !early || ticket.maxEarlyDataBytes() > 0)
                .findFirst();
        found.ifPresent(tickets::remove);
        return found;
    }

    /// An engine wipes the ticket that it offers.
    private static ClientSession copy(ClientSession session) {
        return new ClientSession(session.ticket(), Secret.copyOf(session.psk().expose()), session.cipherSuite(),
                session.receivedAtMillis(), session.lifetimeSeconds(), session.ageAdd(), session.maxEarlyDataBytes(),
                session.serverName(), session.applicationProtocol(), session.peerIdentity(), session.peerStaples(),
                session.ownIdentities());
    }
}
