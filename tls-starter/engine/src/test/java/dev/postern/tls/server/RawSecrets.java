package dev.postern.tls.server;

import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.HandshakeSecret;
import dev.postern.tls.keys.MainSecret;
import dev.postern.tls.keys.ResumptionSecret;
import dev.postern.tls.keys.TrafficSecret;

/// The secrets of a [RawClient], in the order in which a handshake comes to them.
final class RawSecrets {
    private TrafficSecret early;
    private HandshakeSecret handshake;
    private TrafficSecret clientHandshake;
    private TrafficSecret serverHandshake;
    private MainSecret main;
    private TrafficSecret clientApplication;
    private TrafficSecret serverApplication;
    private ResumptionSecret resumption;

    TrafficSecret startEarly(EarlySecret secret, byte[] helloHash) {
        early = secret.clientTraffic(helloHash);
        return early;
    }

    /// Null before there is early data.
    TrafficSecret early() {
        return early;
    }

    void onServerHello(EarlySecret secret, Secret shared, byte[] serverHelloHash) {
        handshake = secret.advance(shared);
        clientHandshake = handshake.clientTraffic(serverHelloHash);
        serverHandshake = handshake.serverTraffic(serverHelloHash);
    }

    TrafficSecret clientHandshake() {
        return clientHandshake;
    }

    TrafficSecret serverHandshake() {
        return serverHandshake;
    }

    void onServerFinished(byte[] serverFinishedHash) {
        main = handshake.advance();
        clientApplication = main.clientTraffic(serverFinishedHash);
        serverApplication = main.serverTraffic(serverFinishedHash);
    }

    TrafficSecret clientApplication() {
        return clientApplication;
    }

    TrafficSecret serverApplication() {
        return serverApplication;
    }

    TrafficSecret nextClientApplication() {
        clientApplication = clientApplication.next();
        return clientApplication;
    }

    TrafficSecret nextServerApplication() {
        serverApplication = serverApplication.next();
        return serverApplication;
    }

    void onClientFinished(byte[] clientFinishedHash) {
        resumption = main.resumption(clientFinishedHash);
    }

    Secret psk(byte[] ticketNonce) {
        return resumption.psk(ticketNonce);
    }
}
