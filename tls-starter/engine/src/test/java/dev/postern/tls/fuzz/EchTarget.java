package dev.postern.tls.fuzz;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.EncodedClientHelloInner;
import dev.postern.tls.message.HandshakeMessage;
import dev.postern.tls.message.MessageSamples;
import dev.postern.tls.pair.TestRandom;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Encrypted Client Hello behind its encryption: an inner hello with the outer one that it refers to, and a list of configurations.
/// Nobody gets more bytes out of an inner hello than both hellos have, however often it refers to the outer one (RFC 9849 10.12.3).
final class EchTarget implements FuzzTarget {
    private static final int CONFIGS = 1;

    @Override
    public String name() {
        return "ech";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        try {
            return script.u8() == CONFIGS ? configs(script.rest()) : inner(script.bytes(script.u16()), script.rest());
        } catch (TlsAlert alert) {
            return Findings.blamesThePeer(alert);
        }
    }

    private static String configs(byte[] list) {
        EchConfigList read = EchConfigList.ofPeer(list);
        Findings.requireSame(list, read.toByteArray(), "the list of configurations");
        return "configs";
    }

    private static String inner(byte[] encoded, byte[] outer) {
        // As in a server: it has read the outer hello before.
        HandshakeMessage.read(outer, MessageSamples.BOUNDS);
        byte[] hello = EncodedClientHelloInner.decode(encoded, outer);
        Findings.require(hello.length <= encoded.length + outer.length, "an inner hello of " + hello.length + " bytes");
        return HandshakeMessage.read(hello, MessageSamples.BOUNDS).getClass().getSimpleName();
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        ClientHello hello = (ClientHello) MessageSamples.all().getFirst();
        byte[] outer = hello.toByteArray();
        for (Set<ExtensionType> common : List.<Set<ExtensionType>>of(Set.of(), Set.of(ExtensionType.SUPPORTED_GROUPS),
                Set.of(ExtensionType.KEY_SHARE))) {
            byte[] encoded = EncodedClientHelloInner.encode(hello, common, 40);
            byte[] both = new byte[encoded.length + outer.length];
            System.arraycopy(encoded, 0, both, 0, encoded.length);
            System.arraycopy(outer, 0, both, encoded.length, outer.length);
            seeds.add(Script.of(both, 0, encoded.length >> 8, encoded.length));
        }
        EchKey key = EchKey.generate(CryptoProviders.bouncyCastle(), new TestRandom(6), 7, "public.example", 40);
        seeds.add(Script.of(EchConfigList.of(List.of(key.config())).toByteArray(), CONFIGS));
        return seeds;
    }

    @Override
    public Set<String> mustReach() {
        return Set.of("ClientHello", "configs");
    }
}
