package dev.postern.tls.netty;

import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;

/// The connection that a ClientHello came on. Its addresses are as little proved as the hello: whoever sends one again does so from an address of
/// his own.
///
/// @param remoteAddress the client's
/// @param localAddress  the one that it connected to
/// @param ended         completes when the handshake is over, well or not: whoever still looks for an answer need not any more
public record HandshakeContext(SocketAddress remoteAddress, SocketAddress localAddress, CompletionStage<Void> ended) {}
