package dev.postern.tls.server;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ServerPreferences;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.OfferedCertificateTypes;
import dev.postern.tls.extension.OfferedPsks;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.extension.RecordSizeLimit;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.TicketRequest;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.wire.Bytes;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// A ClientHello as it came, and what it offers.
///
/// @param message decoded
/// @param bytes   the whole message, for the transcript
/// @param ech     whether this is the hello that everybody sees, or the one in it
record ReceivedHello(ClientHello message, byte[] bytes, EchOutcome ech) {

    ReceivedHello with(EchOutcome outcome) {
        return new ReceivedHello(message, bytes, outcome);
    }

    byte[] random() {
        return message.random().toArray();
    }

    /// The SNI in the one form that every later decision uses: lower case, without a trailing dot.
    @Nullable
    String serverName() {
        return message.extensions().find(ServerName.class).map(name -> canonical(name.hostName()))
                .filter(name -> !name.isEmpty()).orElse(null);
    }

    private static String canonical(String hostName) {
        String lower = hostName.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    List<String> applicationProtocols() {
        return message.extensions().find(ApplicationProtocols.class).map(ApplicationProtocols::protocols)
                .orElse(List.of());
    }

    List<NamedGroup> groups() {
        return message.extensions().find(SupportedGroups.class).map(SupportedGroups::groups).orElse(List.of());
    }

    KeyShareClientHello keyShares() {
        return message.extensions().find(KeyShareClientHello.class).orElse(new KeyShareClientHello(List.of()));
    }

    List<SignatureScheme> signatureSchemes() {
        return message.extensions().find(SignatureAlgorithms.class).map(SignatureAlgorithms::schemes)
                .orElse(List.of());
    }

    /// @param which the client's or the server's
    List<CertificateType> certificateTypes(ExtensionType which) {
        return OfferedCertificateTypes.in(message.extensions(), which);
    }

    Optional<OfferedPsks> psks() {
        return message.extensions().find(OfferedPsks.class);
    }

    boolean takesPskWithKeyExchange() {
        return message.extensions().find(PskKeyExchangeModes.class)
                .map(modes -> modes.modes().contains(PskKeyExchangeMode.PSK_DHE_KE)).orElse(false);
    }

    Optional<RecordSizeLimit> recordSizeLimit() {
        return message.extensions().find(RecordSizeLimit.class);
    }

    Optional<TicketRequest> ticketRequest() {
        return message.extensions().find(TicketRequest.class);
    }

    boolean offersEarlyData() {
        return message.extensions().has(ExtensionType.EARLY_DATA);
    }

    boolean getsChangeCipherSpec(ServerPreferences preferences) {
        // RFC 9846 E.4: if the client sends a non-empty session ID, the server MUST send the change_cipher_spec
        return !message.legacySessionId().isEmpty() || preferences.unaskedChangeCipherSpec();
    }

    /// Everything that a PSK binder covers: the message up to its binders (RFC 9846 4.3.11.2).
    int lengthWithoutBinders() {
        return bytes.length - message.bindersLengthBytes();
    }

    ClientHelloView view() {
        return new ClientHelloView(serverName(), applicationProtocols(),
                message.extensions().find(OfferedVersions.class).map(OfferedVersions::versions).orElse(List.of())
                        .stream().map(ProtocolVersion::code).toList(),
                message.cipherSuites(), groups(), keyShares().groups(), signatureSchemes(),
                psks().map(psks -> psks.identities().size()).orElse(0), offersEarlyData(),
                message.extensions().extensions().stream().map(Extension::type).toList(), pointFormats(),
                message.legacyVersion().code(), bytes.length, ech.status());
    }

    /// Its length, and as many bytes. Nothing here depends on it, so a broken one is nobody's mistake to punish.
    private List<Integer> pointFormats() {
        Bytes body = message.extensions().extensions().stream()
                .filter(extension -> extension.type().equals(ExtensionType.EC_POINT_FORMATS))
                .filter(UnknownExtension.class::isInstance).map(extension -> ((UnknownExtension) extension).body())
                .findFirst().orElse(Bytes.EMPTY);
        return body.isEmpty() || body.at(0) != body.length() - 1 ? List.of()
                : IntStream.range(1, body.length()).mapToObj(body::at).toList();
    }
}
