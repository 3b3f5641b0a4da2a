package dev.postern.tls.fuzz;

import dev.postern.tls.TlsClientEngine;

import java.util.List;
import java.util.Set;

/// The whole client under a server that may say anything, protected records and Finished included.
final class ClientTarget implements FuzzTarget {
    @Override
    public String name() {
        return "client";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        FuzzHost host = new FuzzHost(GlassCrypto.blind(), FuzzHost.choices(script));
        Conduct conduct = Conduct.read(script);
        WatchedEngine client = host.client();
        ((TlsClientEngine) client.engine()).start(client.output());
        conduct.drive(client, script.rest());
        host.requireNoSecret(client.take());
        return client.outcome();
    }

    @Override
    public List<byte[]> seeds() {
        return Wiretap.seeds(false);
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("CONNECTED", "HANDSHAKE", "CLOSED", "bad_certificate", "record_overflow",
                "protocol_version", "unknown_ca", "unexpected_message", "decode_error",
                "illegal_parameter", "bad_record_mac", "decrypt_error", "unsupported_extension", "ech_required");
    }

    @Override
    public long allocationBytes() {
        return 8 * 1024 * 1024;
    }
}
