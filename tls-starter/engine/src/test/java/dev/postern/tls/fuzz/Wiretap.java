package dev.postern.tls.fuzz;

import dev.postern.tls.TlsClientEngine;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Undisturbed connections over glass, and what went over the wire in one direction: the seeds of the engines' targets.
final class Wiretap {
    private static final int ROUNDS = 5;
    private static final byte[] REQUEST = {'p', 'i', 'n', 'g'};
    /// Kinds of connections, as [FuzzHost] takes them.
    static final int[] CONNECTIONS = {0, FuzzHost.CLIENT_CERTIFICATE, FuzzHost.RETRY,
        FuzzHost.RETRY | FuzzHost.COOKIE, FuzzHost.RESUME, FuzzHost.RESUME | FuzzHost.EARLY_DATA,
        FuzzHost.RESUME | FuzzHost.EARLY_DATA | FuzzHost.REFUSE_EARLY_DATA,
        FuzzHost.RESUME | FuzzHost.EARLY_DATA | FuzzHost.RETRY, FuzzHost.STRICT_ALPN, FuzzHost.REFUSE_PEER,
        FuzzHost.ECH, FuzzHost.ECH | FuzzHost.RETRY | FuzzHost.COOKIE,
        FuzzHost.ECH | FuzzHost.RESUME | FuzzHost.EARLY_DATA, FuzzHost.ECH | FuzzHost.CLIENT_CERTIFICATE,
        FuzzHost.ECH_OTHER_KEY, FuzzHost.ECH_OTHER_KEY | FuzzHost.RETRY | FuzzHost.RESUME | FuzzHost.EARLY_DATA,
        FuzzHost.ECH_GREASE | FuzzHost.GREASE, FuzzHost.EXTERNAL_PSK,
        FuzzHost.EXTERNAL_PSK | FuzzHost.ECH | FuzzHost.RETRY, FuzzHost.STAPLES | FuzzHost.CLIENT_CERTIFICATE};

    private final ByteArrayOutputStream toServer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream toClient = new ByteArrayOutputStream();

    private int firstFlight;

    private Wiretap() {}

    /// Inputs in the form of [ServerTarget] or [ClientTarget]: choices, conduct, stream.
    static List<byte[]> seeds(boolean ofClients) {
        List<byte[]> seeds = new ArrayList<>();
        for (int choices : CONNECTIONS) {
            Wiretap tap = tap(choices);
            byte[] stream = (ofClients ? tap.toServer : tap.toClient).toByteArray();
            seeds.add(FuzzHost.input(choices, stream, 0, 0));
            seeds.add(FuzzHost.input(choices, stream, Conduct.SEND | Conduct.UPDATE_KEYS, 100));
            seeds.add(FuzzHost.input(choices, Arrays.copyOf(stream, ofClients ? tap.firstFlight : stream.length / 2), 0,
                    0));
            seeds.add(FuzzHost.input(choices, withBadSignature(stream), 0, 0));
            seeds.add(FuzzHost.input(choices, stream, Conduct.ANSWER_LATE | Conduct.CLOSE, 17));
        }
        return seeds;
    }

    /// All that went over an undisturbed connection in one direction.
    static byte[] stream(int choices, boolean ofClient) {
        Wiretap tap = tap(choices);
        return (ofClient ? tap.toServer : tap.toClient).toByteArray();
    }

    /// The same where nobody signs.
    private static byte[] withBadSignature(byte[] stream) {
        byte[] changed = stream.clone();
        byte[] good = GlassCrypto.goodSignature();
        for (int at = 0; at <= stream.length - good.length; at++) {
            if (Arrays.mismatch(stream, at, at + good.length, good, 0, good.length) < 0) {
                changed[at] = 0;
            }
        }
        return changed;
    }

    private static Wiretap tap(int choices) {
        Wiretap tap = new Wiretap();
        FuzzHost host = new FuzzHost(GlassCrypto.blind(), choices);
        WatchedEngine client = host.client();
        WatchedEngine server = host.server();
        ((TlsClientEngine) client.engine()).start(client.output());
        for (int round = 0; round < ROUNDS; round++) {
            client.send(REQUEST);
            tap.carry(client, server, tap.toServer);
            tap.firstFlight = round == 0 ? tap.toServer.size() : tap.firstFlight;
            server.send(Conduct.DATA);
            tap.carry(server, client, tap.toClient);
        }
        client.updateKeys(true);
        client.send(REQUEST);
        tap.carry(client, server, tap.toServer);
        tap.carry(server, client, tap.toClient);
        client.close();
        server.close();
        tap.carry(client, server, tap.toServer);
        tap.carry(server, client, tap.toClient);
        return tap;
    }

    private void carry(WatchedEngine from, WatchedEngine to, ByteArrayOutputStream tap) {
        byte[] bytes = from.take();
        tap.writeBytes(bytes);
        to.receive(bytes);
    }
}
