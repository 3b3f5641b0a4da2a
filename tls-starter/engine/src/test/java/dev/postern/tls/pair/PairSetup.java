package dev.postern.tls.pair;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.EarlyDataOffer;
import dev.postern.tls.earlydata.EarlyDataVerdict;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketKeyRing;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// A host and its visitors: one server configuration, one ticket key ring, one replay store, one clock, and as many connections as a test
/// wants. Tickets are issued, early data is issued and accepted, unless a test says otherwise.
public final class PairSetup {
    public static final String NAME = "postern.test";
    public static final int EARLY_DATA_BYTES = 4096;
    private static final long ISSUER = 42;

    private final CryptoProvider crypto;
    private final TestClock clock = new TestClock();
    private final TestRandom random;
    private final StatelessTickets tickets;
    private final ReplayGuard guard;
    private Limits limits = Limits.DEFAULT;
    private EchKeys echKeys = EchKeys.NONE;
    private TlsServerConfig server;
    private UnaryOperator<TlsClientConfig.Builder> client = builder -> builder;

    public PairSetup() {
        this(new JdkCryptoProvider());
    }

    public PairSetup(CryptoProvider crypto) {
        this(crypto, TestCredentials.p256(crypto, NAME));
    }

    public PairSetup(CryptoProvider crypto, Credential credential) {
        this.crypto = crypto;
        this.random = new TestRandom(1);
        this.tickets = new StatelessTickets(crypto, random,
                new TicketKeyRing(random, Duration.ofHours(12), clock.currentMillis()));
        ClientHelloRecorder recorder = new ClientHelloRecorder(clock, new TestRandom(2), Duration.ofSeconds(20), 1024);
        this.guard = new ReplayGuard(recorder, ISSUER, true, () -> false, clock.currentMillis());
        this.server = TlsServerConfig.with(credential).applicationProtocols("h2", "http/1.1")
                .tickets(new TicketPolicy(2, 86_400, ISSUER, tickets))
                .earlyData(new EarlyDataPolicy(EARLY_DATA_BYTES, true, Duration.ofSeconds(10))).build();
    }

    public CryptoProvider crypto() {
        return crypto;
    }

    public TestClock clock() {
        return clock;
    }

    public TestRandom random() {
        return random;
    }

    public StatelessTickets tickets() {
        return tickets;
    }

    public EngineEnvironment environment() {
        return new EngineEnvironment(crypto, random, clock, limits);
    }

    public PairSetup limits(Limits value) {
        limits = value;
        return this;
    }

    /// What every server opens inner hellos with from now on.
    public PairSetup echKeys(EchKeys value) {
        echKeys = value;
        return this;
    }

    /// Changes the server's configuration for every connection from now on.
    public PairSetup server(UnaryOperator<TlsServerConfig.Builder> change) {
        server = change.apply(server.toBuilder()).build();
        return this;
    }

    /// Changes the client's configuration for every connection from now on.
    public PairSetup client(UnaryOperator<TlsClientConfig.Builder> change) {
        UnaryOperator<TlsClientConfig.Builder> before = client;
        client = builder -> change.apply(before.apply(builder));
        return this;
    }

    public TlsServerConfig serverConfig() {
        return server;
    }

    public Peer<TlsServerEngine> newServer() {
        Answers answers = new Answers().config(hello -> server).tickets(tickets::open).judge(this::judge);
        return new Peer<>(new TlsServerEngine(environment(), echKeys), answers);
    }

    public Peer<TlsClientEngine> newClient() {
        return newClient(builder -> builder);
    }

    /// @param change on top of what all clients of this setup have
    public Peer<TlsClientEngine> newClient(UnaryOperator<TlsClientConfig.Builder> change) {
        TlsClientConfig.Builder builder = TlsClientConfig.to(NAME).applicationProtocols("h2", "http/1.1");
        TlsClientConfig config = change.apply(client.apply(builder)).build();
        return new Peer<>(new TlsClientEngine(environment(), config), new Answers());
    }

    public Pair pair() {
        return new Pair(newClient(), newServer());
    }

    public Pair pair(UnaryOperator<TlsClientConfig.Builder> change) {
        return new Pair(newClient(change), newServer());
    }

    /// A pair whose client offers this ticket.
    public Pair resuming(ClientSession session) {
        return pair(builder -> builder.sessions(List.of(session)));
    }

    /// A pair whose client offers this ticket with early data.
    public Pair early(ClientSession session) {
        return pair(builder -> builder.sessions(List.of(session)).earlyData(true));
    }

    /// Makes a full handshake for the tickets that it gives.
    public List<ClientSession> sessions() {
        Pair pair = pair().handshake();
        List<ClientSession> sessions = pair.client().inbox().events(TlsEvent.TicketReceived.class).stream()
                .map(TlsEvent.TicketReceived::session).toList();
        if (sessions.isEmpty()) {
            throw new AssertionError("no tickets: client " + pair.client().failure() + ", server "
                    + pair.server().failure());
        }
        return sessions;
    }

    public ClientSession session() {
        return sessions().getFirst();
    }

    private EarlyDataVerdict judge(EarlyDataOffer offer) {
        return guard.judge(offer, clock.currentMillis()).toCompletableFuture().join();
    }
}
