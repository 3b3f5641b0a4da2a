package dev.postern.gateway.listener;

import dev.postern.gateway.http.HeadLimits;
import dev.postern.gateway.proxy.ProxyContext;
import dev.postern.gateway.proxy.TrustedPeers;
import dev.postern.tls.config.Limits;

import java.net.InetSocketAddress;
import java.time.Duration;

/// How one listener behaves.
///
/// @param name             for logs and metrics
/// @param place            where its connections come from
/// @param secure           whether TLS is spoken; without it the listener is on a loopback address
/// @param header           for a whole request head, absolute: a client that trickles it
/// @param keepAlive        between two requests
/// @param maxAge           after which a connection is told to go, so that a rebalanced fleet fills evenly
/// @param heads            bounds of heads
/// @param maxBodyBytes     bound of request bodies
/// @param earlyDataBytes   bound of early data, and of what is parked for it
/// @param streams          concurrent HTTP/2 streams of a connection
/// @param maxConnections   more are refused at once
/// @param trustedPeers     whose `X-Forwarded-*` are believed
/// @param limits           bounds and deadlines of its TLS
public record ListenerSettings(String name, ListeningPlace place, boolean secure, Duration header,
        Duration keepAlive, Duration maxAge, HeadLimits heads, long maxBodyBytes, int earlyDataBytes, int streams,
        int maxConnections, TrustedPeers trustedPeers, Limits limits) {
    public static ListenerSettings at(InetSocketAddress address) {
        return at(new ListeningPlace.Port(address));
    }

    public static ListenerSettings at(ListeningPlace place) {
        return new ListenerSettings("data", place, true, Duration.ofSeconds(15), Duration.ofSeconds(75),
                Duration.ofHours(1), HeadLimits.DEFAULT, ProxyContext.DEFAULT_MAX_BODY_BYTES, 16 * 1024, 100, 100_000,
                TrustedPeers.NOBODY, Limits.DEFAULT);
    }

    public ListenerSettings plain() {
        return new ListenerSettings(name, place, false, header, keepAlive, maxAge, heads, maxBodyBytes, earlyDataBytes,
                streams, maxConnections, trustedPeers, limits);
    }

    public ListenerSettings withTimes(Duration newHeader, Duration newKeepAlive, Duration newMaxAge) {
        return new ListenerSettings(name, place, secure, newHeader, newKeepAlive, newMaxAge, heads, maxBodyBytes,
                earlyDataBytes, streams, maxConnections, trustedPeers, limits);
    }

    public ListenerSettings withMaxBodyBytes(long most) {
        return new ListenerSettings(name, place, secure, header, keepAlive, maxAge, heads, most, earlyDataBytes,
                streams,
                maxConnections, trustedPeers, limits);
    }

    public ListenerSettings trusting(TrustedPeers peers) {
        return new ListenerSettings(name, place, secure, header, keepAlive, maxAge, heads, maxBodyBytes, earlyDataBytes,
                streams, maxConnections, peers, limits);
    }
}
