package dev.postern.interop.bogo;

import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.Ranking;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.config.TlsServerConfig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Suites, groups, schemes and protocols of the flags, or what BoringSSL takes where there is no flag: the cases count on that.
final class Parameters {

    private static final List<NamedGroup> DEFAULT_GROUPS = List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519,
            NamedGroup.SECP256R1, NamedGroup.SECP384R1);
    private static final List<SignatureScheme> DEFAULT_SCHEMES = List.of(SignatureScheme.ECDSA_SECP256R1_SHA256,
            SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.ECDSA_SECP384R1_SHA384,
            SignatureScheme.RSA_PSS_RSAE_SHA384, SignatureScheme.RSA_PSS_RSAE_SHA512);
    /// PKCS #1 v1.5: may sign certificates, never a handshake; so it can be offered without being implemented.
    private static final Set<Integer> CERTIFICATES_ALONE = Set.of(0x0401, 0x0501, 0x0601);

    private Parameters() {}

    static List<CipherSuite> suites(Settings settings) {
        List<Integer> codes = settings.numbers("-tls13-ciphers");
        return codes.isEmpty()
                ? TlsServerConfig.DEFAULT_CIPHER_SUITES
                : codes.stream().map(CipherSuite::new).toList();
    }

    static List<NamedGroup> groups(Settings settings) {
        List<NamedGroup> groups = groups("-curves", settings);
        return groups.isEmpty() ? DEFAULT_GROUPS : groups;
    }

    /// BoringSSL predicts its first group, and the first of the other kind: one that is post-quantum and one that is not.
    static List<NamedGroup> keyShareGroups(Settings settings) {
        if (settings.has("-no-key-shares")) {
            return List.of();
        }
        List<NamedGroup> chosen = groups("-key-shares", settings);
        if (!chosen.isEmpty()) {
            return chosen;
        }
        List<NamedGroup> groups = groups(settings);
        NamedGroup first = groups.getFirst();
        List<NamedGroup> shares = new ArrayList<>(List.of(first));
        groups.stream().filter(group -> isPostQuantum(group) != isPostQuantum(first)).findFirst()
                .ifPresent(shares::add);
        return shares;
    }

    static List<NamedGroup> groupsHint(Settings settings) {
        return settings.numbers("-server-supported-groups-hint").stream().map(NamedGroup::new).toList();
    }

    private static boolean isPostQuantum(NamedGroup group) {
        return group.toString().contains("MLKEM");
    }

    private static List<NamedGroup> groups(String flag, Settings settings) {
        List<NamedGroup> groups = settings.numbers(flag).stream().map(NamedGroup::new).toList();
        groups.stream().filter(group -> !ShimProcess.CRYPTO.groups().contains(group)).findFirst().ifPresent(other -> {
            throw new NotImplementedException(flag + " " + other.code());
        });
        return groups;
    }

    static List<SignatureScheme> acceptedSchemes(Settings settings) {
        List<SignatureScheme> schemes = settings.numbers("-verify-prefs").stream().map(SignatureScheme::new).toList();
        schemes.stream().filter(scheme -> !CERTIFICATES_ALONE.contains(scheme.code()))
                .filter(scheme -> !ShimProcess.CRYPTO.signatureSchemes().contains(scheme)).findFirst()
                .ifPresent(other -> {
                    throw new NotImplementedException("-verify-prefs " + other.code());
                });
        return schemes.isEmpty() ? DEFAULT_SCHEMES : schemes;
    }

    static List<CertificateType> acceptedTypes(Settings settings) {
        List<CertificateType> types = types("-accepted-peer-cert-types", settings);
        return types.isEmpty() ? List.of(CertificateType.X509) : types;
    }

    static List<CertificateType> types(String flag, Settings settings) {
        return settings.numbers(flag).stream().map(CertificateType::new).toList();
    }

    /// A flag of 1 says that one is as good as the next.
    static <T> Ranking<T> ranking(List<T> preferredFirst, String flag, Settings settings) {
        List<Integer> flags = settings.numbers(flag);
        List<List<T>> tiers = new ArrayList<>();
        for (int i = 0; i < preferredFirst.size(); i++) {
            if (i == 0 || flags.isEmpty() || flags.get(i - 1) == 0) {
                tiers.add(new ArrayList<>());
            }
            tiers.getLast().add(preferredFirst.get(i));
        }
        return new Ranking<>(tiers);
    }

    static RecordPolicy records(Settings settings) {
        RecordPolicy policy = RecordPolicy.DEFAULT;
        return new RecordPolicy(settings.number("-max-send-fragment", policy.sendAtMostBytes()),
                policy.receiveAtMostBytes(), policy.padding());
    }

    /// ALPN in its wire form: each name after its length in one byte.
    static List<String> protocols(byte[] wire) {
        List<String> protocols = new ArrayList<>();
        for (int at = 0; at < wire.length; at += 1 + (wire[at] & 0xff)) {
            protocols.add(new String(wire, at + 1, wire[at] & 0xff, StandardCharsets.ISO_8859_1));
        }
        return protocols;
    }
}
