package dev.postern.gateway.listener;

import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.tls.ClientHelloView;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.compression.CertificateCompressions;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.netty.HandshakeDeadlines;
import dev.postern.tls.netty.TlsPolicy;
import dev.postern.tls.netty.TlsPolicySelector;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// TLS policy by server name, from the snapshot in force: the same resolver that requests go through, so that no name has two
/// answers. Policies are made once per host and snapshot.
final class SnapshotPolicySelector implements TlsPolicySelector {
    private static final String[] PROTOCOLS = {"h2", "http/1.1"};

    private final ResumptionServices services;
    private final long mostEarlyBytes;
    private final Credentials credentials;
    private volatile Compiled compiled = new Compiled(GatewaySnapshot.EMPTY, Map.of());

    private record Compiled(GatewaySnapshot snapshot, Map<String, TlsPolicy> byHost) {}

    /// @param mostEarlyBytes the listener's ceiling for early data
    SnapshotPolicySelector(SnapshotHolder snapshots, ResumptionServices services, long mostEarlyBytes,
            Executor slowSigning) {
        this.services = services;
        this.mostEarlyBytes = mostEarlyBytes;
        this.credentials = new Credentials(services.environment(), slowSigning);
        snapshots.follow(this::prepare);
    }

    /// Before the first handshake needs them, in the thread that swaps: preparing keys is no work for an event loop.
    private Runnable prepare(GatewaySnapshot snapshot) {
        Compiled next = new Compiled(snapshot, new ConcurrentHashMap<>());
        Set<ServedCertificate> served = new HashSet<>();
        for (Host host : snapshot.hosts()) {
            served.addAll(host.usableCertificates());
            if (!host.broken()) {
                List<Credential> presented = presented(host);
                if (!presented.isEmpty()) {
                    next.byHost().put(host.id(), policy(host, presented));
                }
            }
        }
        return () -> {
            compiled = next;
            credentials.retainOnly(served);
        };
    }

    private List<Credential> presented(Host host) {
        return host.usableCertificates().stream().flatMap(certificate -> credentials.of(certificate).stream()).toList();
    }

    @Override
    public CompletionStage<TlsPolicy> select(ClientHelloView hello) {
        Compiled current = compiled;
        Host host = current.snapshot().resolver().handshake(hello.serverName()).host();
        if (host == null) {
            // RFC 6066 3: the server SHOULD abort with a fatal unrecognized_name alert
            return refused(AlertDescription.UNRECOGNIZED_NAME, Fault.PEER_INCOMPATIBLE, "no host serves this name");
        }
        TlsPolicy policy = current.byHost().get(host.id());
        return policy == null
                ? refused(AlertDescription.INTERNAL_ERROR, Fault.OUR_MISUSE,
                        "host " + host.name() + " has no certificate that can be served")
                : CompletableFuture.completedFuture(policy);
    }

    private static CompletionStage<TlsPolicy> refused(AlertDescription alert, Fault fault, String sentence) {
        return CompletableFuture.failedFuture(new TlsAlert(alert, fault, sentence));
    }

    private TlsPolicy policy(Host host, List<Credential> presented) {
        EarlyDataSettings early = host.earlyData();
        long issued = Math.min(early.issueMaxBytes(), mostEarlyBytes);
        boolean anonymous = host.tls().clientAuthentication() == ClientAuthentication.NONE;
        TlsServerConfig config = TlsServerConfig.with(presented).certificates(CertificateCompressions.exchange())
                .clientAuthentication(host.tls().clientAuthentication())
                .clientAuthorities(host.tls().clientTrust().stream()
                        .map(authority -> authority.getSubjectX500Principal().getEncoded()).toList())
                .applicationProtocols(PROTOCOLS)
                .tickets(new TicketPolicy(services.ticketCount(),
                        (int) host.tls().ticketLifetime(services.ticketLifetime()).toSeconds(),
                        services.issuer(), services.sealer()))
                // What a client certificate says is not proved before Finished, so such a host takes nothing early.
                .earlyData(new EarlyDataPolicy(anonymous ? issued : 0, anonymous && early.accept(),
                        early.window(services.window())))
                .policyDigest(host.tls().resumptionDigest()).earlyDataDigest(host.tls().earlyDataDigest()).build();
        TlsServerEngine.prepare(config);
        TlsPolicy.EarlyDataJudge judge = new GatedJudge(services.gate(), new AcceptedShare(early.acceptPercent(),
                offer -> services.guard().judge(offer, services.environment().time().currentMillis())));
        HandshakeDeadlines deadlines = new HandshakeDeadlines(host.timeouts().handshake(),
                host.timeouts().confirmation());
        if (anonymous) {
            return new TlsPolicy(host.name(), config, services.opener(), judge, services.judgeBudget(),
                    TlsPolicy.PeerVerifier.NONE, deadlines);
        }
        ClientJudge clients = new ClientJudge(host, services.environment().time());
        return new TlsPolicy(host.name(), config, clients.tickets(services.opener()), judge, services.judgeBudget(),
                clients.certificates(), deadlines);
    }
}
