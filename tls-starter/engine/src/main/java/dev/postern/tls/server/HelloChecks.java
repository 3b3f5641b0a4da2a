package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.message.ClientHello;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What every ClientHello must fulfil, before anything is chosen from it.
final class HelloChecks {
    /// What a client may change in answer to a HelloRetryRequest (RFC 9846 4.2.2; RFC 9849 6.1.5 for the last).
    private static final Set<ExtensionType> CHANGEABLE = Set.of(ExtensionType.KEY_SHARE, ExtensionType.EARLY_DATA,
            ExtensionType.COOKIE, ExtensionType.PRE_SHARED_KEY, ExtensionType.PADDING,
            ExtensionType.ENCRYPTED_CLIENT_HELLO);

    private HelloChecks() {}

    /// @throws TlsAlert with what the RFC demands for the first rule that is broken
    static void require(ReceivedHello hello) {
        ClientHello message = hello.message();
        if (!message.offersTls13()) {
            // RFC 9846 E.2: without supported_versions, or without 0x0304 in it: protocol_version
            throw new TlsAlert(AlertDescription.PROTOCOL_VERSION, Fault.PEER_INCOMPATIBLE,
                    "the client speaks TLS 1.2 or older only, this engine TLS 1.3 only");
        }
        if (!message.legacyVersion().equals(ProtocolVersion.TLS_1_2)) {
            // RFC 9846 4.2.2: a legacy_version not equal to 0x0303: abort with protocol_version
            throw new TlsAlert(AlertDescription.PROTOCOL_VERSION, Fault.PEER_MISBEHAVED,
                    "a TLS 1.3 hello whose legacy_version is " + message.legacyVersion());
        }
        if (!message.legacyCompressionMethods().equals(ClientHello.NULL_COMPRESSION)) {
            // RFC 9846 4.2.2: exactly one byte, set to zero, else illegal_parameter
            throw illegal("a TLS 1.3 hello with other compression methods than null");
        }
        requireCompanions(message.extensions());
        requireSharesOfferedGroups(hello);
    }

    private static void requireCompanions(ExtensionBlock extensions) {
        if (extensions.has(ExtensionType.ECH_OUTER_EXTENSIONS)) {
            // RFC 9849 5.1: MUST NOT appear in either ClientHelloOuter or ClientHelloInner
            throw illegal("ech_outer_extensions outside of an encoded inner ClientHello");
        }
        boolean psk = extensions.has(ExtensionType.PRE_SHARED_KEY);
        // RFC 9846 9.2: such a ClientHello MUST meet the following requirements, else missing_extension
        if (!psk && !extensions.has(ExtensionType.SIGNATURE_ALGORITHMS)) {
            throw missing(ExtensionType.SIGNATURE_ALGORITHMS);
        }
        if (!psk && !extensions.has(ExtensionType.SUPPORTED_GROUPS)) {
            throw missing(ExtensionType.SUPPORTED_GROUPS);
        }
        if (extensions.has(ExtensionType.SUPPORTED_GROUPS) && !extensions.has(ExtensionType.KEY_SHARE)) {
            throw missing(ExtensionType.KEY_SHARE);
        }
        if (extensions.has(ExtensionType.KEY_SHARE) && !extensions.has(ExtensionType.SUPPORTED_GROUPS)) {
            throw missing(ExtensionType.SUPPORTED_GROUPS);
        }
        if (psk && !extensions.has(ExtensionType.PSK_KEY_EXCHANGE_MODES)) {
            // RFC 9846 4.3.9: pre_shared_key without psk_key_exchange_modes: servers MUST abort
            throw missing(ExtensionType.PSK_KEY_EXCHANGE_MODES);
        }
    }

    private static void requireSharesOfferedGroups(ReceivedHello hello) {
        List<NamedGroup> groups = hello.groups();
        for (KeyShareEntry entry : hello.keyShares().clientShares()) {
            if (!groups.contains(entry.group())) {
                // RFC 9846 4.3.8: servers MAY check that shares are of offered groups, illegal_parameter
                throw illegal("a key share for " + entry.group() + ", which the client does not offer");
            }
        }
    }

    /// The second hello, after our HelloRetryRequest, is the first one but for what may change.
    static void requireSameBut(ReceivedHello first, ReceivedHello second, NamedGroup requested) {
        ClientHello before = first.message();
        ClientHello after = second.message();
        // RFC 9846 4.2.2: the client MUST send the same ClientHello without modification, except as follows
        if (!before.random().equals(after.random()) || !before.legacyVersion().equals(after.legacyVersion())
                || !before.legacySessionId().equals(after.legacySessionId())
                || !before.cipherSuites().equals(after.cipherSuites())) {
            throw illegal("the second ClientHello changed its random, version, session id or cipher suites");
        }
        if (!unchangeable(before).equals(unchangeable(after))) {
            throw illegal("the second ClientHello changed an extension that it must keep");
        }
        if (after.extensions().has(ExtensionType.EARLY_DATA)) {
            // RFC 9846 4.3.10: MUST NOT include early_data in its followup ClientHello
            throw illegal("early_data in the second ClientHello");
        }
        KeyShareClientHello shares = second.keyShares();
        if (!shares.groups().equals(List.of(requested))) {
            // RFC 9846 4.3.8: a list containing a single KeyShareEntry from the indicated group
            throw illegal("the second ClientHello has not exactly the one key share that was asked for");
        }
    }

    /// In whatever order: wolfSSL 5.5 sends the same extensions in another one, and their order says nothing.
    private static Set<Extension> unchangeable(ClientHello hello) {
        return hello.extensions().extensions().stream().filter(extension -> !CHANGEABLE.contains(extension.type()))
                .collect(Collectors.toSet());
    }

    static TlsAlert illegal(String sentence) {
        return new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED, sentence);
    }

    static TlsAlert missing(ExtensionType type) {
        return new TlsAlert(AlertDescription.MISSING_EXTENSION, Fault.PEER_MISBEHAVED,
                "the ClientHello lacks " + type);
    }
}
