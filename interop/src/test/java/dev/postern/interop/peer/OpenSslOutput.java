package dev.postern.interop.peer;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads what `s_client -msg` and `s_server -msg` print, and knows what OpenSSL calls things.
///
/// With `-msg` every message is a line: `>>>` was sent by OpenSSL, `<<<` was received by it.
final class OpenSslOutput {
    private final String text;

    OpenSslOutput(String text) {
        this.text = text;
    }

    PeerReport ofClient() {
        return new PeerReport(clientFinished(), find("Cipher is (TLS_\\w+)"),
                find("^(?:Server Temp Key|Peer Temp Key|Negotiated TLS1\\.3 group): (.+)$")
                        .map(OpenSslOutput::groupName),
                has("^Reused, "), helloRetried(">>>"),
                clientEarlyData(), find("^ALPN protocol: (\\S+)"), keyUpdates(">>>"), OptionalInt.of(keyUpdates("<<<")),
                closedByUs(), alert(), text);
    }

    PeerReport ofServer() {
        return new PeerReport(has("^CIPHER is TLS_"), find("^CIPHER is (TLS_\\w+)"), Optional.empty(),
                has("^Reused session-id"), helloRetried("<<<"),
                serverEarlyData(), find("^ALPN protocols selected: (\\S+)"), keyUpdates(">>>"),
                OptionalInt.of(keyUpdates("<<<")), closedByUs(), alert(), text);
    }

    /// It prints the suite of a handshake that failed, too; its own Finished it sends only when all is well.
    private boolean clientFinished() {
        return has("^(New|Reused), TLSv1\\.3, Cipher is TLS_")
                && has(">>> TLS 1\\.3, Handshake \\[length \\w+\\], Finished");
    }

    private PeerReport.EarlyData clientEarlyData() {
        if (has("^Early data was accepted")) {
            return PeerReport.EarlyData.ACCEPTED;
        }
        return has("^Early data was rejected") ? PeerReport.EarlyData.REFUSED : PeerReport.EarlyData.NOT_SENT;
    }

    private PeerReport.EarlyData serverEarlyData() {
        if (has("<<< TLS 1\\.3, Handshake \\[length \\w+\\], EndOfEarlyData")) {
            return PeerReport.EarlyData.ACCEPTED;
        }
        return has("^Early data was rejected") ? PeerReport.EarlyData.REFUSED : PeerReport.EarlyData.NOT_SENT;
    }

    private Optional<Boolean> helloRetried(String direction) {
        return Optional.of(count(direction + " TLS 1\\.3, Handshake \\[length \\w+\\], ClientHello") == 2);
    }

    private int keyUpdates(String direction) {
        return count(direction + " TLS 1\\.3, Handshake \\[length \\w+\\], KeyUpdate");
    }

    private boolean closedByUs() {
        return has("<<< TLS 1\\.3, Alert \\[length \\w+\\], warning close_notify");
    }

    private Optional<String> alert() {
        return find("<<< TLS 1\\.[23], Alert \\[length \\w+\\], fatal \\S+(?s:.*?):SSL alert number (\\d+)");
    }

    private boolean has(String regex) {
        return find("(" + regex + ")").isPresent();
    }

    private Optional<String> find(String regex) {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    private int count(String regex) {
        return (int) Pattern.compile(regex).matcher(text).results().count();
    }

    /// `ECDH, prime256v1, 256 bits`, `X25519, 253 bits` and `X25519MLKEM768` are all names that OpenSSL gives to a group.
    private static String groupName(String description) {
        if (description.contains("prime256v1") || description.contains("secp256r1")) {
            return NamedGroup.SECP256R1.toString();
        }
        if (description.contains("secp384r1")) {
            return NamedGroup.SECP384R1.toString();
        }
        if (description.contains("secp521r1")) {
            return NamedGroup.SECP521R1.toString();
        }
        if (description.contains("MLKEM")) {
            return description;
        }
        return description.startsWith("X25519") || description.startsWith("x25519") ? NamedGroup.X25519.toString()
                : description;
    }

    static String groups(List<NamedGroup> groups) {
        return groups.stream().map(OpenSslOutput::opensslName).collect(Collectors.joining(":"));
    }

    private static String opensslName(NamedGroup group) {
        return switch (group.toString()) {
            case "secp256r1" -> "P-256";
            case "secp384r1" -> "P-384";
            case "secp521r1" -> "P-521";
            case "x25519" -> "X25519";
            default -> group.toString();
        };
    }

    /// OpenSSL takes TLS 1.3 suites by their IANA names.
    static String suite(CipherSuite suite) {
        return suite.toString();
    }
}
