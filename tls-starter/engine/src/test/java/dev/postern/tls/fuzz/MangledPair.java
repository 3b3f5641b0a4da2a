package dev.postern.tls.fuzz;

import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.event.SessionInfo;

import java.util.Arrays;

/// A client and a server with a [Mangler] between them, from the first hello to the last close. Whatever he does: when both ends believe
/// in their connection, it is the same one.
final class MangledPair {
    private static final int ROUNDS = 6;
    private static final byte[] EARLY = {'e', 'a', 'r', 'l', 'y'};
    private static final byte[] PING = {'p', 'i', 'n', 'g'};

    private final WatchedEngine client;
    private final WatchedEngine server;
    private final Mangler mangler;

    MangledPair(FuzzHost host, Script script) {
        this.client = host.client();
        this.server = host.server();
        this.mangler = new Mangler(script);
    }

    WatchedEngine client() {
        return client;
    }

    WatchedEngine server() {
        return server;
    }

    MangledPair run() {
        ((TlsClientEngine) client.engine()).start(client.output());
        client.send(EARLY);
        for (int round = 0; round < ROUNDS; round++) {
            exchange();
            if (round == 3) {
                client.send(PING);
                server.send(PING);
                client.updateKeys(true);
                server.updateKeys(false);
                client.send(PING);
                server.send(PING);
            }
        }
        client.close();
        exchange();
        server.close();
        exchange();
        return this;
    }

    private void exchange() {
        server.receive(mangler.carry(client.take()));
        client.receive(mangler.carry(server.take()));
    }

    /// Both ends verified a Finished: nobody changed what they agreed on.
    void requireAgreement() {
        if (!client.isConfirmed() || !server.isConfirmed()) {
            return;
        }
        SessionInfo ours = client.engine().session().orElseThrow();
        SessionInfo theirs = server.engine().session().orElseThrow();
        Findings.requireSame(ours.cipherSuite(), theirs.cipherSuite(), "the cipher suite of both ends");
        Findings.requireSame(ours.group(), theirs.group(), "the group of both ends");
        Findings.requireSame(ours.applicationProtocol(), theirs.applicationProtocol(), "the protocol of both ends");
        Findings.requireSame(ours.serverName(), theirs.serverName(), "the name of both ends");
        Findings.requireSame(ours.resumed(), theirs.resumed(), "whether both ends resumed");
        Findings.requireSame(ours.helloRetried(), theirs.helloRetried(), "whether both ends retried");
        boolean encrypted = ours.ech() == EchStatus.ACCEPTED;
        Findings.requireSame(encrypted, theirs.ech() == EchStatus.ACCEPTED, "whether both ends read the inner hello");
        if (!ours.resumed()) {
            Findings.requireSame(theirs.localChain(), ours.peerChain(), "the server's chain at both ends");
            Findings.requireSame(ours.localChain(), theirs.peerChain(), "the client's chain at both ends");
        }
    }

    /// What arrives is what was sent, from its beginning.
    void requireIntegrity() {
        requireBeginning(server.earlyData(), client.sentEarly(), "early data");
        requireBeginning(server.applicationData(), client.sent(), "the client's data");
        requireBeginning(client.applicationData(), server.sent(), "the server's data");
    }

    void requireUnharmedSucceeds(FuzzHost host) {
        if (!mangler.hasHarmed() && host.suits()) {
            Findings.require(client.isConfirmed() && server.isConfirmed(),
                    "undisturbed, but " + client.outcome() + " and " + server.outcome());
        }
    }

    private static void requireBeginning(byte[] arrived, byte[] sent, String what) {
        Findings.require(arrived.length <= sent.length, what + ": more than was sent");
        Findings.requireSame(Arrays.copyOf(sent, arrived.length), arrived, what);
    }

    String outcome() {
        return client.outcome() + " " + server.outcome();
    }
}
