package dev.postern.interop.peer;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what `gnutls-cli` and `gnutls-serv` print at debug level 5, where every message is a line with `was queued` or `was received`.
final class GnuTlsOutput {
    private static final Map<NamedGroup, String> GROUPS = Map.of(NamedGroup.X25519, "X25519", NamedGroup.SECP256R1,
            "SECP256R1", NamedGroup.SECP384R1, "SECP384R1", NamedGroup.SECP521R1, "SECP521R1");
    private static final Map<CipherSuite, String> CIPHERS = Map.of(CipherSuite.TLS_AES_128_GCM_SHA256, "AES-128-GCM",
            CipherSuite.TLS_AES_256_GCM_SHA384, "AES-256-GCM", CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
            "CHACHA20-POLY1305");

    private final String text;

    GnuTlsOutput(String text) {
        this.text = text;
    }

    PeerReport ofClient() {
        return report(clientEarlyData());
    }

    PeerReport ofServer() {
        return report(serverEarlyData());
    }

    private PeerReport report(PeerReport.EarlyData early) {
        return new PeerReport(has("^- Description: \\(TLS1\\.3"),
                find("^- Description: .*\\(([^)]+)\\)$").flatMap(name -> key(CIPHERS, name)),
                find("Selected group (\\w+)").flatMap(name -> key(GROUPS, name)),
                has("^\\*\\*\\* This is a resumed session"),
                Optional.of(has("HELLO RETRY REQUEST .*was (?:queued|received)")),
                early,
                find("^- Application protocol: (\\S+)"), count("KEY_UPDATE was queued"),
                OptionalInt.of(count("KEY_UPDATE \\(24\\) was received")),
                has("^- Peer has closed the GnuTLS connection") || has("Close notify - was received"),
                find("[Rr]eceived alert [\\['](\\d+)"), text);
    }

    private PeerReport.EarlyData clientEarlyData() {
        if (!has("Sending extension Early Data/42")) {
            return PeerReport.EarlyData.NOT_SENT;
        }
        return has("END OF EARLY DATA was queued") ? PeerReport.EarlyData.ACCEPTED : PeerReport.EarlyData.REFUSED;
    }

    private PeerReport.EarlyData serverEarlyData() {
        if (!has("Parsing extension 'Early Data/42'")) {
            return PeerReport.EarlyData.NOT_SENT;
        }
        return has("END OF EARLY DATA \\(5\\) was received") ? PeerReport.EarlyData.ACCEPTED
                : PeerReport.EarlyData.REFUSED;
    }

    private static <K> Optional<String> key(Map<K, String> names, String name) {
        return names.entrySet().stream().filter(e -> e.getValue().equals(name)).map(e -> e.getKey().toString())
                .findFirst();
    }

    private boolean has(String regex) {
        return Pattern.compile(regex, Pattern.MULTILINE).matcher(text).find();
    }

    private Optional<String> find(String regex) {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    private int count(String regex) {
        return (int) Pattern.compile(regex).matcher(text).results().count();
    }

    /// GnuTLS's priority string: TLS 1.3 alone, and only what is named if anything is.
    ///
    /// @param psk whether there is an external key: without, gnutls-cli would ask its user for one
    static String priority(List<NamedGroup> groups, Optional<CipherSuite> suite, boolean psk) {
        StringBuilder priority = new StringBuilder("NORMAL:-VERS-ALL:+VERS-TLS1.3");
        if (!groups.isEmpty()) {
            priority.append(":-GROUP-ALL");
            groups.forEach(group -> priority.append(":+GROUP-").append(GROUPS.get(group)));
        }
        if (psk) {
            priority.append(":+ECDHE-PSK");
        }
        suite.ifPresent(s -> priority.append(":-CIPHER-ALL:+").append(CIPHERS.get(s)));
        return priority.toString();
    }
}
