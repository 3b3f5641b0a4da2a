package dev.postern.tls.client;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.ech.EchSealing;
import dev.postern.tls.extension.EchClientHelloInner;
import dev.postern.tls.extension.EchClientHelloOuter;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.PskIdentity;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.message.ClientHelloOuter;
import dev.postern.tls.message.EncodedClientHelloInner;
import dev.postern.tls.wire.Bytes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts a ClientHello into another one, which everybody may see (RFC 9849 6.1). That one names the server's public name; what says nothing
/// about the true one is the same in both and sent once; all else is in the inner one alone.
final class OuterHello {
    /// What depends on the software and not on the server. Whatever is not named here stays hidden.
    private static final Set<ExtensionType> COMMON = withGrease(ExtensionType.SUPPORTED_GROUPS,
            ExtensionType.SIGNATURE_ALGORITHMS, ExtensionType.SIGNATURE_ALGORITHMS_CERT,
            ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION, ExtensionType.SUPPORTED_VERSIONS,
            ExtensionType.KEY_SHARE, ExtensionType.PSK_KEY_EXCHANGE_MODES, ExtensionType.COOKIE,
            ExtensionType.STATUS_REQUEST, ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP,
            ExtensionType.COMPRESS_CERTIFICATE, ExtensionType.RECORD_SIZE_LIMIT, ExtensionType.DELEGATED_CREDENTIAL,
            ExtensionType.TICKET_REQUEST);

    private final EchSealing sealing;
    private final RandomSource random;
    private final List<Extension> ofItsOwn;

    /// @param ofItsOwn what only the outer hello needs, to authenticate the public name
    OuterHello(EchSealing sealing, RandomSource random, List<Extension> ofItsOwn) {
        this.sealing = sealing;
        this.random = random;
        this.ofItsOwn = List.copyOf(ofItsOwn);
    }

    /// RFC 8701 for both hellos alike.
    private static Set<ExtensionType> withGrease(ExtensionType... types) {
        Set<ExtensionType> all = new HashSet<>(Set.of(types));
        for (int i = 0; i < Grease.VALUES; i++) {
            all.add(new ExtensionType(Grease.twoBytes(i)));
        }
        return Set.copyOf(all);
    }

    /// The extensions of an inner hello in the order that it needs, pre_shared_key not yet among them.
    static List<Extension> arrange(List<Extension> extensions) {
        List<Extension> arranged = new ArrayList<>(
                extensions.stream().filter(extension -> !COMMON.contains(extension.type())).toList());
        arranged.add(new EchClientHelloInner());
        // RFC 9849 6.1: if it intends to compress any extensions, it MUST order those extensions consecutively
        extensions.stream().filter(extension -> COMMON.contains(extension.type())).forEach(arranged::add);
        return arranged;
    }

    /// How long a payload would be, for one that is none.
    static int payloadLength(ClientHello inner, int maximumNameLength) {
        return EncodedClientHelloInner.encode(inner, COMMON, maximumNameLength).length + HpkeSuite.TAG_BYTES;
    }

    /// @param inner arranged and bound
    ClientOffer hideFirst(ClientOffer inner) {
        // RFC 9849 6.1: it MUST generate a fresh ClientHelloOuter.random
        return hide(inner, Bytes.copyOf(random.bytes(ClientHello.RANDOM_BYTES)),
                Bytes.copyOf(sealing.encapsulated()), greasePsks(inner));
    }

    /// @param inner      the second one
    /// @param firstOuter what we sent before
    ClientOffer hideSecond(ClientOffer inner, ClientHello firstOuter) {
        Optional<OfferedPsks> psks = inner.psks().isEmpty()
                ? Optional.empty()
                : firstOuter.extensions().find(OfferedPsks.class);
        // RFC 9849 6.1.5: it uses the empty string for enc
        return hide(inner, firstOuter.random(), Bytes.EMPTY, psks);
    }

    private ClientOffer hide(ClientOffer inner, Bytes outerRandom, Bytes enc, Optional<OfferedPsks> psks) {
        byte[] encoded = EncodedClientHelloInner.encode(inner.hello(), COMMON,
                sealing.config().maximumNameLength());
        ClientHello blank = outer(inner.hello(), outerRandom,
                extension(enc, new byte[encoded.length + HpkeSuite.TAG_BYTES]), psks);
        byte[] payload = sealing.seal(ClientHelloOuter.of(blank.toByteArray()).orElseThrow().additionalData(), encoded);
        ClientHello outer = outer(inner.hello(), outerRandom, extension(enc, payload), psks);
        ClientOffer visible = new ClientOffer(outer, outer.toByteArray(), inner.shares(), List.of(),
                new EchOffer.Exposed(sealing.config()));
        return new ClientOffer(inner.hello(), inner.bytes(), inner.shares(), inner.psks(),
                new EchOffer.Hidden(visible, sealing));
    }

    private EchClientHelloOuter extension(Bytes enc, byte[] payload) {
        return new EchClientHelloOuter(sealing.hpkeSuite().kdf(), sealing.hpkeSuite().aead(),
                sealing.config().configId(), enc, Bytes.copyOf(payload));
    }

    private ClientHello outer(ClientHello inner, Bytes outerRandom, EchClientHelloOuter ech,
            Optional<OfferedPsks> psks) {
        List<Extension> extensions = new ArrayList<>();
        extensions.add(new ServerName(sealing.config().publicName()));
        for (Extension extension : inner.extensions().extensions()) {
            // RFC 9849 6.1: early_data in the inner hello MUST be in the outer one, so that a server that rejects ECH skips it
            if (COMMON.contains(extension.type()) || extension.type().equals(ExtensionType.EARLY_DATA)) {
                extensions.add(extension);
            } else if (extension instanceof EchClientHelloInner) {
                extensions.add(ech);
            }
        }
        extensions.addAll(ofItsOwn);
        psks.ifPresent(extensions::add);
        return new ClientHello(inner.legacyVersion(), outerRandom, inner.legacySessionId(), inner.cipherSuites(),
                inner.legacyCompressionMethods(), new ExtensionBlock(extensions));
    }

    /// RFC 9849 6.1.2: as many identities and binders, each as long as the true one, all of them random.
    private Optional<OfferedPsks> greasePsks(ClientOffer inner) {
        return inner.hello().extensions().find(OfferedPsks.class)
                .map(psks -> new OfferedPsks(psks.identities().stream()
                        .map(identity -> new PskIdentity(randomLike(identity.identity()),
                                ByteBuffer.wrap(random.bytes(Integer.BYTES)).getInt()))
                        .toList(), psks.binders().stream().map(this::randomLike).toList()));
    }

    private Bytes randomLike(Bytes bytes) {
        return Bytes.copyOf(random.bytes(bytes.length()));
    }
}
