package dev.postern.tls;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.ech.EchStatus;
import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a ClientHello offers, for whoever chooses the configuration. Nothing of it is authenticated yet.
///
/// Lists are as the client sent them, in its order, with values that nobody knows and those of GREASE: what tells clients apart (JA3, JA4) can
/// be computed from it. It is always the first hello of a connection: the configuration says whether there will be a HelloRetryRequest.
///
/// @param serverName           the SNI as sent, lower case, without a trailing dot, or null
/// @param applicationProtocols ALPN in the client's order; may be empty
/// @param versions             `supported_versions` in the client's order, 0x0304 for TLS 1.3
/// @param cipherSuites         in the client's order
/// @param groups               in the client's order
/// @param keyShares            groups with a share
/// @param signatureSchemes     in the client's order
/// @param pskIdentities        how many tickets are offered
/// @param earlyDataOffered     whether early data follows
/// @param extensions           types of all extensions
/// @param pointFormats         `ec_point_formats` of older versions, which TLS 1.3 has no use for; empty when it is missing or broken
/// @param legacyVersion        of the message's own field, 0x0303 for TLS 1.3
/// @param lengthBytes          of the message
/// @param ech                  [EchStatus#ACCEPTED] when all this was encrypted on its way here
public record ClientHelloView(@Nullable String serverName, List<String> applicationProtocols, List<Integer> versions,
        List<CipherSuite> cipherSuites, List<NamedGroup> groups, List<NamedGroup> keyShares,
        List<SignatureScheme> signatureSchemes, int pskIdentities, boolean earlyDataOffered,
        List<ExtensionType> extensions, List<Integer> pointFormats, int legacyVersion, int lengthBytes, EchStatus ech) {
    public ClientHelloView {
        applicationProtocols = List.copyOf(applicationProtocols);
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        groups = List.copyOf(groups);
        keyShares = List.copyOf(keyShares);
        signatureSchemes = List.copyOf(signatureSchemes);
        extensions = List.copyOf(extensions);
        pointFormats = List.copyOf(pointFormats);
    }
}
