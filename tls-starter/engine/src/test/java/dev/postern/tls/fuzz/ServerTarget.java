package dev.postern.tls.fuzz;

import java.util.List;
import java.util.Set;

/// The whole server under a client that may say anything, protected records, Finished and tickets included.
final class ServerTarget implements FuzzTarget {
    @Override
    public String name() {
        return "server";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        FuzzHost host = new FuzzHost(GlassCrypto.blind(), FuzzHost.choices(script));
        Conduct conduct = Conduct.read(script);
        WatchedEngine server = host.server();
        conduct.drive(server, script.rest());
        host.requireNoSecret(server.take());
        return server.outcome();
    }

    @Override
    public List<byte[]> seeds() {
        return Wiretap.seeds(true);
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("CONNECTED", "UNCONFIRMED", "HANDSHAKE", "CLIENT_HELLO", "CLOSED", "bad_certificate",
                "handshake_failure", "missing_extension", "protocol_version", "record_overflow", "unknown_ca",
                "unexpected_message", "decode_error", "illegal_parameter", "bad_record_mac", "decrypt_error",
                "ech_required");
    }

    @Override
    public long allocationBytes() {
        return 8 * 1024 * 1024;
    }
}
