package dev.postern.tls.pair;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.TlsServerEngine;

import java.util.function.UnaryOperator;

/// A client and a server, joined in memory.
public final class Pair {
    private static final int PATIENCE = 1000;

    private final Peer<TlsClientEngine> client;
    private final Peer<TlsServerEngine> server;
    private Delivery delivery = Delivery.WHOLE;
    private UnaryOperator<byte[]> toServer = UnaryOperator.identity();
    private UnaryOperator<byte[]> toClient = UnaryOperator.identity();

    public Pair(Peer<TlsClientEngine> client, Peer<TlsServerEngine> server) {
        this.client = client;
        this.server = server;
    }

    public Pair delivery(Delivery value) {
        delivery = value;
        return this;
    }

    /// Somebody in the middle, between client and server.
    public Pair tamperToServer(UnaryOperator<byte[]> value) {
        toServer = value;
        return this;
    }

    /// Somebody in the middle, between server and client.
    public Pair tamperToClient(UnaryOperator<byte[]> value) {
        toClient = value;
        return this;
    }

    public Peer<TlsClientEngine> client() {
        return client;
    }

    public Peer<TlsServerEngine> server() {
        return server;
    }

    /// The client's ClientHello, and everything that follows until both sides are silent.
    public Pair handshake() {
        client.engine().start(client.out());
        return exchange();
    }

    /// Carries bytes both ways until both sides are silent; open questions of a [Peer#answersLate] side are answered once nothing else
    /// moves.
    public Pair exchange() {
        for (int round = 0; round < PATIENCE; round++) {
            boolean toServer = carryToServer();
            boolean toClient = carryToClient();
            if (!toServer && !toClient && !client.answerOne() && !server.answerOne()) {
                return this;
            }
        }
        throw new AssertionError("client and server talk without end");
    }

    public boolean carryToServer() {
        if (client.out().isEmpty()) {
            return false;
        }
        delivery.cut(toServer.apply(client.out().take())).forEach(server::receive);
        return true;
    }

    public boolean carryToClient() {
        if (server.out().isEmpty()) {
            return false;
        }
        delivery.cut(toClient.apply(server.out().take())).forEach(client::receive);
        return true;
    }
}
