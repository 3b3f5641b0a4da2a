package dev.postern.tls.fuzz;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.Pause;
import dev.postern.tls.config.Limits;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageSamples;
import dev.postern.tls.wire.WireWriter;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A ClientHello message as the caller sees it who chooses the configuration: names and lists that he can rely on.
final class ClientHelloViewTarget implements FuzzTarget {
    private static final int MOST_PER_RECORD = 1 << 14;

    @Override
    public String name() {
        return "client-hello-view";
    }

    @Override
    public String feed(byte[] message) {
        WatchedEngine server = new FuzzHost(GlassCrypto.blind(), 0).server();
        for (int at = 0; at < message.length; at += MOST_PER_RECORD) {
            int length = Math.min(MOST_PER_RECORD, message.length - at);
            WireWriter record = new WireWriter().u8(22).u16(0x0301).u16(length);
            for (int i = at; i < at + length; i++) {
                record.u8(message[i]);
            }
            server.offer(record.toByteArray());
        }
        if (server.engine().pause().orElse(null) instanceof Pause.ChooseConfig question) {
            requireClean(question.hello(), message.length);
            return "asks";
        }
        return server.outcome();
    }

    private static void requireClean(ClientHelloView hello, int length) {
        String name = hello.serverName();
        if (name != null) {
            Findings.require(!name.isEmpty(), "an empty server name");
            Findings.requireSame(name.toLowerCase(Locale.ROOT), name, "the server name in lower case");
            Findings.require(name.chars().allMatch(c -> c > ' ' && c <= '~'), "a server name that is not ASCII");
        }
        Findings.require(hello.lengthBytes() <= length, "a hello longer than what came");
        Findings.require(hello.lengthBytes() <= Limits.DEFAULT.clientHelloBytes() + 4, "a hello above the limit");
        Findings.require(hello.keyShares().size() <= Limits.DEFAULT.keyShares(), "too many key shares");
        Findings.require(hello.pskIdentities() <= Limits.DEFAULT.pskIdentities(), "too many PSK identities");
        Findings.require(hello.versions().contains(0x0304), "a hello without TLS 1.3 asks for a configuration");
        Findings.require(hello.applicationProtocols().stream().noneMatch(String::isEmpty), "an empty protocol");
    }

    @Override
    public List<byte[]> seeds() {
        return MessageSamples.all().stream().map(HandshakeMessage::toByteArray).toList();
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("asks", "CLIENT_HELLO", "decode_error", "illegal_parameter", "protocol_version",
                "unexpected_message", "missing_extension");
    }

    @Override
    public long allocationBytes() {
        return 2 * 1024 * 1024;
    }
}
