package dev.postern.gateway.listener;

import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.Revocations;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.certificate.TrustedCertificates;
import dev.postern.tls.crypto.spi.TimeSource;
import dev.postern.tls.netty.TlsPolicy.PeerVerifier;
import dev.postern.tls.netty.TlsPolicy.TicketOpener;
import dev.postern.tls.psk.TicketVerdict;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Judges the clients of a host that asks for certificates: when they show one, and again when a ticket speaks for them, since who was
/// revoked meanwhile would otherwise go on for the life of his tickets. Whether the certificate has expired is the engine's to see then, and
/// a ticket is bound to the authorities that vouched.
final class ClientJudge {
    private final TrustedCertificates authorities;
    private final Revocations revocations;
    private final TimeSource time;

    ClientJudge(Host host, TimeSource time) {
        this.authorities = new TrustedCertificates(Set.copyOf(host.tls().clientTrust()));
        this.revocations = host.tls().revocations();
        this.time = time;
    }

    PeerVerifier certificates() {
        return client -> CompletableFuture.completedFuture(judge(client));
    }

    private PeerVerdict judge(KeyHolder client) {
        PeerVerdict verdict = authorities.verifyClient(client, time.currentMillis());
        return verdict instanceof PeerVerdict.Trusted && revocations.has(client.chain().certificates())
                ? new PeerVerdict.Refused(AlertDescription.CERTIFICATE_REVOKED, "the certificate was revoked")
                : verdict;
    }

    TicketOpener tickets(TicketOpener opener) {
        return ticket -> opener.open(ticket).thenApply(this::judge);
    }

    private TicketVerdict judge(TicketVerdict opened) {
        if (opened instanceof TicketVerdict.Opened(var state)
                && revocations.has(state.clientIdentity().chain().certificates())) {
            state.psk().destroy();
            return new TicketVerdict.Unusable("the client's certificate was revoked since");
        }
        return opened;
    }
}
