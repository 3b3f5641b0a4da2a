package dev.postern.benchmarks;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.Pause;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketKeyRing;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// Handshakes of our engine with itself: the whole server, tickets, replay guard and all.
final class OurHandshakes {
    private static final long ISSUER = 1;
    private static final int EARLY_DATA_BYTES = 1024;
    private static final Duration FRESHNESS = Duration.ofSeconds(10);

    private final ServerClock clock = new ServerClock();
    private final Pipe toServer = new Pipe();
    private final Pipe toClient = new Pipe();
    private final byte[] request = new byte[EARLY_DATA_BYTES];
    private final EngineEnvironment environment;
    private final StatelessTickets tickets;
    private final ReplayGuard guard;
    private final TlsServerConfig server;

    OurHandshakes(Identity identity) {
        CryptoProvider crypto = CryptoProviders.fastest();
        RandomSource random = new SecureRandom()::nextBytes;
        environment = new EngineEnvironment(crypto, random, System::currentTimeMillis, Limits.DEFAULT);
        tickets = new StatelessTickets(crypto, random,
                new TicketKeyRing(random, Duration.ofHours(12), System.currentTimeMillis()));
        guard = new ReplayGuard(
                new ClientHelloRecorder(environment.time(), environment.random(), FRESHNESS.multipliedBy(2), 1 << 20),
                ISSUER, true, () -> false, System.currentTimeMillis());
        server = TlsServerConfig
                .with(LocalSigner.credential(new CertificateChain(List.of(identity.certificate())), identity.key(),
                        crypto,
                        random))
                .groups(List.of(NamedGroup.X25519)).cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256))
                .tickets(new TicketPolicy(2, 86_400, ISSUER, tickets))
                .earlyData(new EarlyDataPolicy(1 << 14, true, FRESHNESS)).build();
    }

    /// @param ticket offered, or null for a full handshake
    /// @return a ticket for the next one
    ClientSession handshake(@Nullable ClientSession ticket, boolean early) {
        TlsClientConfig config = TlsClientConfig.to(Identity.NAME).groups(List.of(NamedGroup.X25519))
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256))
                .sessions(ticket == null ? List.of() : List.of(ticket)).earlyData(early).build();
        TlsClientEngine client = new TlsClientEngine(environment, config);
        Sink clientSink = new Sink();
        Sink serverSink = new Sink();
        client.start(toServer);
        if (early) {
            client.send(request, 0, request.length, toServer);
        }
        serve(client, clientSink, serverSink);
        ClientSession next = clientSink.ticket();
        if (next == null || !serverSink.confirmed() || (early && serverSink.earlyBytes() != request.length)
                || client.session().orElseThrow().resumed() != (ticket != null)) {
            throw new IllegalStateException("not the handshake that was to be measured");
        }
        return next;
    }

    /// Server CPU since the last call, in nanoseconds.
    long takeServerNanos() {
        return clock.take();
    }

    private void serve(TlsClientEngine client, Sink clientSink, Sink serverSink) {
        clock.start();
        TlsServerEngine engine = new TlsServerEngine(environment);
        clock.stop();
        while (toServer.length() > 0 || toClient.length() > 0) {
            clock.start();
            receive(engine, toServer, toClient, serverSink);
            clock.stop();
            receive(client, toClient, toServer, clientSink);
        }
    }

    private void receive(TlsEngine engine, Pipe in, Pipe out, Sink sink) {
        int taken;
        do {
            taken = engine.receive(in.bytes(), 0, in.length(), out, sink);
            in.consumed(taken);
            while (engine.pause().isPresent()) {
                answer(engine.pause().get(), out, sink);
                taken = 1;
            }
        } while (taken > 0 && in.length() > 0);
        in.clear();
    }

    private void answer(Pause<?> pause, TlsOutput out, TlsSink sink) {
        switch (pause) {
            case Pause.ChooseConfig question -> question.resume(server, out, sink);
            case Pause.OpenTicket question -> question.resume(tickets.open(question.ticket()), out, sink);
            case Pause.JudgeEarlyData question -> question.resume(
                    guard.judge(question.offer(), System.currentTimeMillis()).toCompletableFuture().join(), out, sink);
            case Pause.Sign question -> question.resume(question.credential().signer()
                    .sign(question.scheme(), question.content()).toCompletableFuture().join(), out, sink);
            case Pause.VerifyPeer question -> question.resume(new PeerVerdict.Trusted(), out, sink);
        }
    }
}
