package dev.postern.tls.client;

import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.OfferedCertificateTypes;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.message.ClientHello;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A ClientHello as it went out, with the secrets behind it. Whatever the server answers must have been offered here.
///
/// @param bytes    the whole message, for the transcript
/// @param shares   one for each entry of its key_share
/// @param psks     one for each identity of its pre_shared_key
/// @param ech      whether it is an inner hello, or an outer one
record ClientOffer(ClientHello hello, byte[] bytes, List<OfferedShare> shares, List<OfferedPsk> psks,
        EchOffer ech) {
    ClientOffer {
        shares = List.copyOf(shares);
        psks = List.copyOf(psks);
    }

    ClientOffer(ClientHello hello, byte[] bytes, List<OfferedShare> shares, List<OfferedPsk> psks) {
        this(hello, bytes, shares, psks, new EchOffer.None());
    }

    /// What goes on the wire.
    byte[] sent() {
        return ech instanceof EchOffer.Hidden(var outer, var _) ? outer.bytes : bytes;
    }

    /// The server did not read the inner hello: the outer one is what it answers, and no ticket was offered.
    ClientOffer expose(EchOffer.Hidden hidden) {
        psks.forEach(offered -> offered.earlySecret().destroy());
        return hidden.outer();
    }

    /// Whom the server has to prove to be.
    ///
    /// @param serverName of the configuration
    String nameToProve(String serverName) {
        // RFC 9849 6.1.7: the client MUST verify that the certificate is valid for ECHConfig.contents.public_name
        return ech instanceof EchOffer.Exposed(var config) ? config.publicName() : serverName;
    }

    boolean isExposed() {
        return ech instanceof EchOffer.Exposed;
    }

    boolean offers(CipherSuite suite) {
        return SuiteParameters.of(suite).isPresent() && hello.cipherSuites().contains(suite);
    }

    boolean offers(NamedGroup group) {
        return !Grease.is(group.code())
                && hello.extensions().find(SupportedGroups.class).map(offered -> offered.groups().contains(group))
                        .orElse(false);
    }

    List<SignatureScheme> signatureSchemes() {
        return hello.extensions().find(SignatureAlgorithms.class).map(SignatureAlgorithms::schemes).orElse(List.of());
    }

    boolean offersProtocol(String protocol) {
        return !Grease.isProtocol(protocol) && hello.extensions().find(ApplicationProtocols.class)
                .map(offered -> offered.protocols().contains(protocol)).orElse(false);
    }

    /// @param which the client's or the server's
    List<CertificateType> certificateTypes(ExtensionType which) {
        return OfferedCertificateTypes.in(hello.extensions(), which);
    }

    boolean offersEarlyData() {
        return hello.extensions().has(ExtensionType.EARLY_DATA);
    }

    Optional<OfferedShare> share(NamedGroup group) {
        return shares.stream().filter(share -> share.group().equals(group)).findFirst();
    }

    /// What the server may answer to.
    Set<ExtensionType> requests() {
        // RFC 8701 3.1: clients MUST reject GREASE values when negotiated by the server
        return hello.extensions().types().stream().filter(type -> !Grease.is(type.code()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Wipes what the second hello has no use for.
    void wipeWhatIsNotIn(ClientOffer second) {
        shares.stream().filter(share -> !second.shares.contains(share)).forEach(share -> share.key().destroy());
        psks.stream().filter(offered -> !second.psks.contains(offered))
                .forEach(offered -> offered.earlySecret().destroy());
    }

    /// Wipes what was not chosen, and what was: the handshake secret holds all that is left of it.
    void wipe() {
        shares.forEach(share -> share.key().destroy());
        psks.forEach(offered -> offered.earlySecret().destroy());
    }
}
