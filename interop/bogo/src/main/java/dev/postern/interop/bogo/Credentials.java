package dev.postern.interop.bogo;

import dev.postern.tls.Pause;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.event.TlsOutput;
import dev.postern.tls.event.TlsSink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The certificates and keys that the runner keeps in files for us.
final class Credentials {

    private static final String RAW_KEY = "-new-rpk-credential";
    private static final String DELEGATED = "-new-delegated-credential";

    private record Location(String certificates, String key) {}

    private record EncodedKey(String algorithm, byte[] bytes) implements PrivateKey {
        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }
    }

    /// The runner uses the same few dozen in all of its cases, and each costs a signature to check.
    private static final Map<Location, Credential> LOADED = new ConcurrentHashMap<>();

    static final Set<String> BEGINNINGS = Set.of("-new-x509-credential", RAW_KEY, DELEGATED,
            ExternalPsks.CREDENTIAL);

    private Credentials() {}

    /// Those that were begun one by one, in order, then the default credential, if it has a certificate.
    static List<Credential> of(Settings settings) {
        List<Credential> credentials = new ArrayList<>();
        List<Settings> parts = new ArrayList<>(settings.splitAt(BEGINNINGS));
        parts.add(parts.removeFirst());
        for (Settings part : parts) {
            if (part.has("-cert-file") || part.has(RAW_KEY)) {
                credentials.add(credential(part));
            }
        }
        return credentials;
    }

    static CertificateChain chain(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return new CertificateChain(CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException e) {
            throw new NotImplementedException("(a certificate that the JDK cannot read)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void sign(Pause.Sign pause, TlsOutput out, TlsSink sink) {
        byte[] signature = pause.credential().signer().sign(pause.scheme(), pause.content()).toCompletableFuture()
                .join();
        pause.resume(signature, out, sink);
    }

    private static Credential credential(Settings part) {
        Credential credential = part.has(DELEGATED) ? delegated(part) : ofPreferences(part);
        Credential stapled = credential.stapledWith(staples(part));
        return part.has("-must-match-issuer") ? stapled.onlyForItsIssuers() : stapled;
    }

    /// The key is the delegated credential's, not the certificate's.
    private static Credential delegated(Settings part) {
        CertificateChain chain = chain(part.text("-cert-file").orElse(""));
        try {
            DelegatedCredential delegation = DelegatedCredential
                    .decode(part.base64("-delegated-credential").orElse(new byte[0]));
            return LocalSigner.delegated(chain, delegation,
                    privateKey(part.text("-key-file").orElse(""), delegation.spki().publicKey().getAlgorithm()),
                    ShimProcess.CRYPTO, ShimProcess.RANDOM);
        } catch (IllegalArgumentException unusable) {
            throw new UnmetException(String.valueOf(unusable.getMessage()));
        }
    }

    private static Credential ofPreferences(Settings part) {
        Location files = new Location(part.text("-cert-file").orElse(""), part.text("-key-file").orElse(""));
        Credential loaded = LOADED.computeIfAbsent(files, Credentials::load);
        List<Integer> preferences = part.numbers("-signing-prefs");
        if (preferences.isEmpty()) {
            return loaded;
        }
        List<SignatureScheme> schemes = preferences.stream().map(SignatureScheme::new)
                .filter(loaded.schemes()::contains).toList();
        if (schemes.isEmpty()) {
            throw new NotImplementedException("-signing-prefs " + preferences.getFirst());
        }
        return new Credential(loaded.identity(), schemes, loaded.signer());
    }

    private static Staples staples(Settings part) {
        byte[] none = {};
        try {
            return new Staples(part.has("-decline-ocsp-callback") ? none : part.base64("-ocsp-response").orElse(none),
                    part.base64("-signed-cert-timestamps").orElse(none));
        } catch (IllegalArgumentException malformed) {
            throw new UnmetException(String.valueOf(malformed.getMessage()));
        }
    }

    private static Credential load(Location files) {
        if (files.certificates().isEmpty()) {
            KeyPair keys = RawKeys.load(files.key());
            return LocalSigner.credential(RawPublicKey.of(keys.getPublic()), keys.getPrivate(), ShimProcess.CRYPTO,
                    ShimProcess.RANDOM);
        }
        CertificateChain chain = chain(files.certificates());
        try {
            return LocalSigner.credential(chain, privateKey(files.key(), chain.leaf().getPublicKey().getAlgorithm()),
                    ShimProcess.CRYPTO, ShimProcess.RANDOM);
        } catch (IllegalArgumentException unusable) {
            throw new NotImplementedException("(a key of " + chain.leaf().getPublicKey().getAlgorithm() + ")");
        }
    }

    private static PrivateKey privateKey(String file, String algorithm) {
        try {
            String pem = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----|\\s", "");
            byte[] pkcs8 = Base64.getDecoder().decode(pem);
            // The runner's keys of ML-DSA are seeds, which the JDK cannot read, but our engine can.
            return algorithm.startsWith("ML-DSA")
                    ? new EncodedKey(algorithm, pkcs8)
                    : KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key in " + file + " cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
