package dev.postern.tls.extension;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The extensions of one message, in their order. No type appears twice.
///
/// @param extensions in the order of the wire
public record ExtensionBlock(List<Extension> extensions) {
    public static final ExtensionBlock EMPTY = new ExtensionBlock(List.of());

    public ExtensionBlock {
        extensions = List.copyOf(extensions);
    }

    public static ExtensionBlock of(Extension... extensions) {
        return new ExtensionBlock(List.of(extensions));
    }

    /// The extension in this form, if it is there.
    public <T extends Extension> Optional<T> find(Class<T> form) {
        for (Extension extension : extensions) {
            if (form.isInstance(extension)) {
                return Optional.of(form.cast(extension));
            }
        }
        return Optional.empty();
    }

    public boolean has(ExtensionType type) {
        return extensions.stream().anyMatch(extension -> extension.type().equals(type));
    }

    public Set<ExtensionType> types() {
        return extensions.stream().map(Extension::type).collect(Collectors.toUnmodifiableSet());
    }

    public boolean isEmpty() {
        return extensions.isEmpty();
    }

    /// Reads `extensions<0..2^16-1>`. That a minimum of the RFC is kept follows from what must be in the block.
    ///
    /// @param most extensions; a hostile peer can put 16,000 into one message
    public static ExtensionBlock read(WireReader in, ExtensionPlace place, int most) {
        return in.vector16(0, 0xffff, body -> readEach(body, place, most));
    }

    /// A block of another protocol version: kept, but neither decoded nor judged by the rules of TLS 1.3.
    public static ExtensionBlock readForeign(WireReader in) {
        return new ExtensionBlock(in.list16(0, 0xffff, body -> {
            ExtensionType type = new ExtensionType(body.u16());
            return body.vector16(0, 0xffff, data -> UnknownExtension.read(type, data));
        }));
    }

    public void write(WireWriter out) {
        out.list16(extensions, (body, extension) -> extension.write(body));
    }

    private static ExtensionBlock readEach(WireReader in, ExtensionPlace place, int most) {
        List<Extension> extensions = new ArrayList<>();
        Set<ExtensionType> seen = new HashSet<>();
        while (in.hasMore()) {
            ExtensionType type = new ExtensionType(in.u16());
            if (!seen.add(type)) {
                // RFC 9846 4.3: There MUST NOT be more than one extension of the same type in a given extension block
                throw refusal(alertForTwins(place), type + " appears twice in " + place);
            }
            if (seen.size() > most) {
                throw refusal(AlertDescription.ILLEGAL_PARAMETER,
                        "more than " + most + " extensions in " + place);
            }
            ExtensionTable.requirePlace(type, place);
            extensions.add(in.vector16(0, 0xffff, body -> Extension.read(type, place, body)));
        }
        return new ExtensionBlock(extensions);
    }

    /// The RFC leaves open which alert it is; these are BoringSSL's, whose test runner asks for them (ADR 0018).
    private static AlertDescription alertForTwins(ExtensionPlace place) {
        return switch (place) {
            case CLIENT_HELLO, ENCRYPTED_EXTENSIONS -> AlertDescription.DECODE_ERROR;
            case SERVER_HELLO, HELLO_RETRY_REQUEST, CERTIFICATE_REQUEST, CERTIFICATE, NEW_SESSION_TICKET ->
                AlertDescription.ILLEGAL_PARAMETER;
        };
    }

    private static TlsAlert refusal(AlertDescription alert, String sentence) {
        return new TlsAlert(alert, Fault.PEER_MISBEHAVED, sentence);
    }
}
