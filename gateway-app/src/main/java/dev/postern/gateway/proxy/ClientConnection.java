package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.NameMatch;
import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.routes.Resolver;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.psk.PolicyDigest;
import io.netty.channel.Channel;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/// What the requests of one connection share: who is at its other end, and for which host it was opened.
public final class ClientConnection {
    private final Channel channel;
    private final boolean secure;
    private final @Nullable String serverName;
    private final @Nullable PolicyDigest policy;
    private final InetAddress peer;
    private final AsciiString peerText;
    private final AsciiString localPort;
    private final boolean trustedPeer;
    private final CertificateChain client;
    private @Nullable GatewaySnapshot lastSnapshot;
    private @Nullable String lastAuthority;
    private @Nullable Host lastHost;

    /// @param serverName the SNI, or null
    /// @param policy     what its handshake was made under; without it nothing is carried
    /// @param client     what the client proved, now or when its ticket was issued; empty if nothing
    public static ClientConnection secure(Channel channel, @Nullable String serverName, @Nullable PolicyDigest policy,
            TrustedPeers trusted, CertificateChain client) {
        return new ClientConnection(channel, true, serverName, policy, trusted, client);
    }

    public static ClientConnection plain(Channel channel, TrustedPeers trusted) {
        return new ClientConnection(channel, false, null, null, trusted, CertificateChain.EMPTY);
    }

    private ClientConnection(Channel channel, boolean secure, @Nullable String serverName,
            @Nullable PolicyDigest policy, TrustedPeers trusted, CertificateChain client) {
        this.client = client;
        this.channel = channel;
        this.secure = secure;
        this.serverName = serverName;
        this.policy = policy;
        this.peer = channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
        this.peerText = AsciiString.of(peer.getHostAddress());
        int port = channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
        this.localPort = AsciiString.of(Integer.toString(port));
        this.trustedPeer = trusted.contains(peer);
    }

    Channel channel() {
        return channel;
    }

    boolean isSecure() {
        return secure;
    }

    AsciiString scheme() {
        return secure ? AsciiString.cached("https") : AsciiString.cached("http");
    }

    AsciiString peerText() {
        return peerText;
    }

    boolean isIpv6Peer() {
        return peer.getAddress().length == 16;
    }

    AsciiString localPort() {
        return localPort;
    }

    /// Whether the client proved a certificate.
    boolean isProved() {
        return !client.isEmpty();
    }

    boolean isTrustedPeer() {
        return trustedPeer;
    }

    /// Whether this is the host of the handshake, and not one that only shares its certificate and policy.
    boolean wasOpenedFor(Host host) {
        return policy != null && policy.equals(host.tls().resumptionDigest());
    }

    /// Where a request on this connection goes. The names are matched once per authority and snapshot; a client seldom changes either.
    RequestMatch match(GatewaySnapshot snapshot, String authority, String path, String method,
            Function<String, ? extends @Nullable CharSequence> header) {
        Resolver resolver = snapshot.resolver();
        Host known = lastHost;
        if (known != null && isLast(snapshot) && authority.equals(lastAuthority)) {
            return resolver.route(known, path, method, header);
        }
        RequestMatch match = firstMatch(resolver, authority, path, method, header);
        if (match instanceof RequestMatch.Routed routed) {
            lastSnapshot = snapshot;
            lastAuthority = authority;
            lastHost = routed.host();
        }
        return match;
    }

    @SuppressWarnings("ReferenceEquality") // a snapshot is never changed, so another one is another object
    private boolean isLast(GatewaySnapshot snapshot) {
        return lastSnapshot == snapshot;
    }

    /// Without TLS there was no name before the request's own; with it, the host of the handshake is looked up as it is now, so that a
    /// connection does not outlive the policy it was opened under: one that was opened before its host asked for client certificates
    /// would carry on without one, and so would a client whose certificate was revoked since.
    private RequestMatch firstMatch(Resolver resolver, String authority, String path, String method,
            Function<String, ? extends @Nullable CharSequence> header) {
        NameMatch name = secure ? resolver.handshake(serverName) : resolver.authority(authority);
        if (name.kind() == NameMatch.Kind.INVALID) {
            return new RequestMatch.Refused(RequestMatch.Refusal.BAD_AUTHORITY, name.kind().sentence());
        }
        Host opened = name.host();
        if (opened == null) {
            return new RequestMatch.Refused(RequestMatch.Refusal.MISDIRECTED,
                    "no host serves the name that the connection was opened for");
        }
        if (secure && !wasOpenedFor(opened)) {
            return new RequestMatch.Refused(RequestMatch.Refusal.MISDIRECTED,
                    "what host " + opened.name() + " asks of its clients has changed since this connection was opened");
        }
        if (opened.tls().revocations().has(client.certificates())) {
            return new RequestMatch.Refused(RequestMatch.Refusal.MISDIRECTED,
                    "the certificate that this connection's client proved was revoked since");
        }
        return resolver.request(opened, authority, path, method, header);
    }
}
