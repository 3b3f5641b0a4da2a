package dev.postern.gateway.certificates;

import dev.postern.gateway.certificates.CertificateInput.SelfSignedInput;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.issuance.SelfSigned;
import dev.postern.gateway.pem.PemFile;
import dev.postern.gateway.pem.UnreadablePem;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.problem.FieldError;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.routes.Finding;
import dev.postern.gateway.routes.ServerNamePattern;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/// Reads what was sent into a chain and a key, or says what is wrong with it.
final class MaterialReader {
    private static final Duration SELF_SIGNED_VALIDITY = Duration.ofDays(397);
    private static final int MOST_SELF_SIGNED_NAMES = 100;

    private MaterialReader() {}

    static Material read(CertificateInput input, Instant now) {
        requireOneForm(input);
        if (input.selfSigned() != null) {
            return selfSigned(input.selfSigned(), now);
        }
        return input.pkcs12() != null ? pkcs12(input.pkcs12(), input.passphrase()) : pem(input);
    }

    static boolean holdsMaterial(CertificateInput input) {
        return input.chainPem() != null || input.privateKeyPem() != null || input.pkcs12() != null
                || input.selfSigned() != null;
    }

    private static void requireOneForm(CertificateInput input) {
        boolean pem = input.chainPem() != null || input.privateKeyPem() != null;
        int forms = (pem ? 1 : 0) + (input.pkcs12() != null ? 1 : 0) + (input.selfSigned() != null ? 1 : 0);
        if (forms != 1) {
            throw Problem.invalid("", forms == 0 ? "required" : "conflict",
                    "Send exactly one of: chainPem with privateKeyPem, pkcs12, selfSigned.");
        }
    }

    private static Material selfSigned(SelfSignedInput wish, Instant now) {
        Faults faults = new Faults();
        List<@Nullable String> given = wish.dnsNames() == null ? List.of() : wish.dnsNames();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String text = String.valueOf(given.get(i));
            var pattern = ServerNamePattern.parse(text).filter(name -> !(name instanceof ServerNamePattern.Default)
                    && !(name instanceof ServerNamePattern.Exact exact && exact.name().isAddress()));
            if (pattern.isEmpty()) {
                faults.add("/selfSigned/dnsNames/" + i, "notAName", "'" + text + "' is not a host name.");
            } else {
                names.add(pattern.get().text());
            }
        }
        if (given.isEmpty() || given.size() > MOST_SELF_SIGNED_NAMES) {
            faults.add("/selfSigned/dnsNames", "required", "1 to " + MOST_SELF_SIGNED_NAMES + " names are needed.");
        }
        faults.throwIfAny();
        Issued issued = SelfSigned.issue(names, List.of(), now, SELF_SIGNED_VALIDITY);
        return new Material(issued.chain(), issued.privateKey(), "generated", List.of());
    }

    private static Material pem(CertificateInput input) {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        readPem("/chainPem", input.chainPem(), input.passphrase(), certificates, keys);
        readPem("/privateKeyPem", input.privateKeyPem(), input.passphrase(), certificates, keys);
        if (certificates.isEmpty()) {
            throw refused("/chainPem", "noCertificate", "There is no BEGIN CERTIFICATE block in chainPem.");
        }
        if (keys.size() != 1) {
            throw refused("/privateKeyPem", keys.isEmpty() ? "noPrivateKey" : "severalPrivateKeys",
                    "Exactly one private key is needed, " + keys.size() + " came.");
        }
        return material(certificates, keys.getFirst(), "/privateKeyPem");
    }

    private static void readPem(String pointer, @Nullable String text, @Nullable String passphrase,
            List<X509Certificate> certificates, List<PrivateKey> keys) {
        if (text == null) {
            return;
        }
        try {
            PemFile file = PemFile.read(text, passphrase);
            certificates.addAll(file.certificates());
            keys.addAll(file.keys());
        } catch (UnreadablePem e) {
            throw refused(e.code().contains("assphrase") ? "/passphrase" : pointer, e.code(), e.sentence());
        }
    }

    private static Material pkcs12(String base64, @Nullable String passphrase) {
        char[] secret = passphrase == null ? new char[0] : passphrase.toCharArray();
        try {
            KeyStore file = KeyStore.getInstance("PKCS12");
            file.load(new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)), secret);
            return fromKeyStore(file, secret);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw refused("/pkcs12", "unreadablePkcs12",
                    "The PKCS#12 file cannot be opened: it is damaged, or the passphrase is wrong.");
        }
    }

    private static Material fromKeyStore(KeyStore file, char[] secret) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        for (String alias : Collections.list(file.aliases())) {
            Key key = file.getKey(alias, secret);
            if (key instanceof PrivateKey privateKey) {
                keys.add(privateKey);
            }
            Certificate[] chain = file.getCertificateChain(alias);
            List<Certificate> found = chain == null ? List.of(file.getCertificate(alias)) : List.of(chain);
            found.stream().filter(X509Certificate.class::isInstance).map(X509Certificate.class::cast)
                    .forEach(certificates::add);
        }
        if (keys.size() != 1) {
            throw refused("/pkcs12", keys.isEmpty() ? "noPrivateKey" : "severalPrivateKeys",
                    "Exactly one private key is needed, the file has " + keys.size() + ".");
        }
        return material(certificates, keys.getFirst(), "/pkcs12");
    }

    private static Material material(List<X509Certificate> certificates, PrivateKey key, String keyPointer) {
        ChainOrder order = ChainOrder.of(certificates.stream().distinct().toList(), key);
        if (order.chain().isEmpty()) {
            throw refused(keyPointer, "keyMismatch", "The private key belongs to none of the certificates.");
        }
        return new Material(order.chain(), key, "uploaded", order.findings());
    }

    private static Problem refused(String pointer, String code, String message) {
        return Problem.certificateRefused(List.of(Finding.error(code, message)),
                List.of(new FieldError(pointer, code, message)));
    }
}
