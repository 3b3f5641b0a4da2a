package dev.postern.interop.bogo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The runner's command line, sorted by the connection that each flag is meant for.
///
/// @param initial        the first connection
/// @param resume         those after it
/// @param retry          a connection whose early data was refused, from there on
/// @param notImplemented flags that we do not know
record Flags(Settings initial, Settings resume, Settings retry, List<String> notImplemented) {

    /// Known flags without a value. Below the line: what describes BoringSSL's own interface and means nothing here.
    private static final Set<String> SWITCHES = Set.of("-skip-ticket", "-server", "-ipv6", "-verify-peer",
            "-verify-fail",
            "-require-any-client-certificate", "-reverify-on-resume", "-no-key-shares", "-expect-hrr",
            "-expect-no-hrr", "-enable-early-data", "-expect-accept-early-data", "-expect-reject-early-data",
            "-expect-no-offer-early-data", "-expect-ticket-supports-early-data", "-shim-writes-first",
            "-expect-session-miss", "-expect-no-session", "-no-ticket", "-decline-alpn", "-reject-alpn",
            "-expect-no-server-name", "-no-server-name-ack", "-no-tls1", "-no-tls11", "-no-tls12",
            "-check-close-notify", "-shim-shuts-down",
            "-key-update", "-key-update-before-read", "-export-traffic-secrets", "-fail-cert-callback",
            "-fail-early-callback", "-fail-ddos-callback", "-async", "-handshake-never-done", "-expect-no-peer-cert",
            "-is-handshaker-supported", "-enable-grease", "-permute-extensions", "-new-x509-credential",
            "-new-rpk-credential", "-new-psk-credential", "-psk-importer-sha256", "-psk-importer-sha384",
            "-enable-ech-grease",
            "-reject-unusable-ech-config", "-expect-ech-accept", "-expect-no-ech-retry-configs",
            "-expect-no-ech-name-override",
            "-enable-ocsp-stapling", "-enable-signed-cert-timestamps", "-decline-ocsp-callback", "-fail-ocsp-callback",
            "-install-cert-compression-algs", "-new-delegated-credential", "-must-match-issuer",
            // ----
            "-use-custom-verify-callback", "-expect-verify-result", "-use-early-callback", "-install-ddos-callback",
            "-use-old-client-cert-callback", "-implicit-handshake", "-no-op-extra-handshake", "-use-export-context",
            "-no-legacy-server-connect", "-expect-extended-master-secret", "-expect-no-session-id",
            "-server-preference", "-use-ocsp-callback", "-set-ocsp-in-callback", "-use-ticket-callback",
            "-use-ticket-aead-callback", "-renew-ticket", "-peek-then-read");

    /// Known flags with a value.
    private static final Set<String> VALUES = Set.of("-server-supported-groups-hint", "-session-id-context",
            "-early-write-after-message", "-port", "-shim-id", "-resume-count", "-cert-file", "-key-file",
            "-trust-cert", "-signing-prefs", "-verify-prefs", "-expect-peer-signature-algorithm",
            "-expect-peer-verify-pref", "-curves", "-key-shares", "-expect-curve-id", "-expect-early-data-reason",
            "-shim-initial-write", "-repeat-shim-initial-write", "-resumption-delay", "-expect-ticket-age-skew",
            "-advertise-alpn", "-expect-alpn", "-select-alpn", "-expect-advertised-alpn", "-host-name",
            "-expect-server-name", "-min-version", "-max-version", "-expect-version", "-export-keying-material",
            "-export-label", "-export-context", "-read-size", "-max-cert-list", "-use-client-ca-list",
            "-expect-peer-cert-file", "-cipher", "-tls13-ciphers", "-expect-cipher", "-expect-cipher-aes",
            "-expect-cipher-no-aes", "-expect-selected-credential", "-max-send-fragment", "-tls13-ciphers-flags",
            "-curves-flags", "-expect-client-ca-list", "-accepted-peer-cert-types",
            "-available-client-cert-types", "-expect-peer-certificate-type", "-expect-peer-rpk-sha256",
            "-psk-importer-key", "-psk-importer-identity", "-psk-importer-context",
            "-ech-config-list", "-ech-server-config", "-ech-server-key", "-ech-is-retry-config",
            "-expect-ech-retry-configs", "-expect-ech-name-override",
            "-ocsp-response", "-expect-ocsp-response", "-signed-cert-timestamps", "-expect-signed-cert-timestamps",
            "-install-one-cert-compression-alg", "-delegated-credential");

    private static final String SHIM_ONLY = "-on-shim";

    Flags {
        notImplemented = List.copyOf(notImplemented);
    }

    static Flags parse(List<String> arguments) {
        Settings initial = new Settings();
        Settings resume = new Settings();
        Settings retry = new Settings();
        List<String> notImplemented = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String given = withoutPrefix(arguments.get(i), SHIM_ONLY);
            List<Settings> meant = meant(given, initial, resume, retry);
            String name = withoutPrefix(withoutPrefix(withoutPrefix(given, "-on-initial"), "-on-resume"), "-on-retry");
            if (SWITCHES.contains(name)) {
                meant.forEach(settings -> settings.add(name, ""));
            } else if (VALUES.contains(name) && i + 1 < arguments.size()) {
                String value = arguments.get(++i);
                meant.forEach(settings -> settings.add(name, value));
            } else if (name.startsWith("-")) {
                // Its value, if it has one, is passed over below: no value begins with a hyphen.
                notImplemented.add(name);
            }
        }
        return new Flags(initial, resume, retry, notImplemented);
    }

    private static List<Settings> meant(String given, Settings initial, Settings resume, Settings retry) {
        if (given.startsWith("-on-initial-")) {
            return List.of(initial);
        }
        if (given.startsWith("-on-resume-")) {
            return List.of(resume);
        }
        if (given.startsWith("-on-retry-")) {
            return List.of(retry);
        }
        return List.of(initial, resume, retry);
    }

    private static String withoutPrefix(String flag, String prefix) {
        return flag.startsWith(prefix + "-") ? flag.substring(prefix.length()) : flag;
    }
}
