package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.TrustedCertificates;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.compression.CertificateCompressions;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.EarlyDataPolicy;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.netty.TlsPolicy;
import dev.postern.tls.psk.PolicyDigest;
import dev.postern.tls.psk.StatelessTickets;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

import static java.util.Objects.requireNonNull;

/// Turns one SSL bundle and the properties into the policy of one server name.
///
/// @param environment of the engines
/// @param properties  what applies to every name
/// @param tickets     seals and opens tickets, one ring for all names
/// @param guard       replay protection, one for all names
/// @param issuer      names this process inside its tickets
record PolicyCompiler(EngineEnvironment environment, TlsProperties properties, StatelessTickets tickets,
        ReplayGuard guard, long issuer) implements Function<BundlePolicies.NamedBundle, TlsPolicy> {
    private static final int TICKET_COUNT = 2;
    private static final int TICKET_LIFETIME_SECONDS = 24 * 3600;
    private static final String[] PROTOCOLS = {"h2", "http/1.1"};

    PolicyCompiler {
        requireIssuable(properties.earlyData().issueMaxBytes(), environment.limits().earlyDataBytes());
    }

    /// Tickets never allow more than a connection lets in; who asks for more is told, and not left to wonder.
    private static void requireIssuable(long issueMaxBytes, long mostBytes) {
        if (issueMaxBytes < 0 || issueMaxBytes > mostBytes) {
            throw new TlsConfigurationException(
                    "postern.tls.early-data.issue-max-bytes=%d, but a connection takes 0 to %d bytes of early data."
                            .formatted(issueMaxBytes, mostBytes),
                    "Set it to %d or less, or raise earlyDataBytes in the Limits of an EngineEnvironment bean of your own."
                            .formatted(mostBytes));
        }
    }

    @Override
    public TlsPolicy apply(BundlePolicies.NamedBundle named) {
        TlsProperties.EarlyData early = properties.earlyData();
        List<X509Certificate> trusted = trustedBy(named);
        TlsServerConfig config = TlsServerConfig.with(credentials(named)).cipherSuites(cipherSuites()).groups(groups())
                .clientAuthentication(properties.clientAuth()).certificates(CertificateCompressions.exchange())
                .clientAuthorities(trusted.stream().map(ca -> ca.getSubjectX500Principal().getEncoded()).toList())
                .applicationProtocols(PROTOCOLS)
                .tickets(new TicketPolicy(TICKET_COUNT, TICKET_LIFETIME_SECONDS, issuer, tickets))
                .earlyData(new EarlyDataPolicy(early.issueMaxBytes(), early.accept(), early.freshnessWindow()))
                .policyDigest(policyDigest(named, trusted)).earlyDataDigest(earlyDataDigest(early)).build();
        TlsServerEngine.prepare(config);
        return new TlsPolicy(named.serverName().isEmpty() ? "default" : named.serverName(), config,
                ticket -> CompletableFuture.completedFuture(tickets.open(ticket)),
                offer -> guard.judge(offer, environment.time().currentMillis()), TlsPolicy.DEFAULT_JUDGE_BUDGET,
                verifier(trusted));
    }

    private TlsPolicy.PeerVerifier verifier(List<X509Certificate> trusted) {
        if (properties.clientAuth() == ClientAuthentication.NONE) {
            return TlsPolicy.PeerVerifier.NONE;
        }
        TrustedCertificates authorities = new TrustedCertificates(Set.copyOf(trusted));
        return chain -> CompletableFuture
                .completedFuture(authorities.verifyClient(chain, environment.time().currentMillis()));
    }

    private List<Credential> credentials(BundlePolicies.NamedBundle named) {
        KeyStore store = named.bundle().getStores().getKeyStore();
        String password = named.bundle().getKey().getPassword() != null ? named.bundle().getKey().getPassword()
                : named.bundle().getStores().getKeyStorePassword();
        List<Credential> credentials = new ArrayList<>();
        try {
            for (String alias : aliases(store, named.bundle().getKey().getAlias())) {
                Key key = requireNonNull(store).getKey(alias, password == null ? null : password.toCharArray());
                if (key instanceof PrivateKey privateKey) {
                    credentials.add(LocalSigner.credential(chain(store.getCertificateChain(alias)), privateKey,
                            environment.crypto(), environment.random()));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsConfigurationException(
                    "SSL bundle '%s' cannot be used: %s".formatted(named.bundleName(), e.getMessage()),
                    "Check the bundle's certificate, private key and passwords.", e);
        }
        if (credentials.isEmpty()) {
            throw new TlsConfigurationException("SSL bundle '%s' has no private key.".formatted(named.bundleName()),
                    "Set spring.ssl.bundle.pem.%s.keystore.certificate and .private-key."
                            .formatted(named.bundleName()));
        }
        return credentials;
    }

    private static List<String> aliases(@Nullable KeyStore store, @Nullable String wanted)
            throws GeneralSecurityException {
        if (store == null) {
            return List.of();
        }
        return wanted != null ? List.of(wanted) : Collections.list(store.aliases());
    }

    private static CertificateChain chain(Certificate @Nullable [] certificates) {
        return certificates == null ? CertificateChain.EMPTY
                : new CertificateChain(Arrays.stream(certificates).map(X509Certificate.class::cast).toList());
    }

    private List<X509Certificate> trustedBy(BundlePolicies.NamedBundle named) {
        if (properties.clientAuth() == ClientAuthentication.NONE) {
            return List.of();
        }
        KeyStore trust = named.bundle().getStores().getTrustStore();
        List<X509Certificate> authorities = new ArrayList<>();
        try {
            for (String alias : aliases(trust, null)) {
                if (requireNonNull(trust).getCertificate(alias) instanceof X509Certificate authority) {
                    authorities.add(authority);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new TlsConfigurationException("The trust store of SSL bundle '%s' cannot be read: %s"
                    .formatted(named.bundleName(), e.getMessage()), "Check the bundle's trust store.", e);
        }
        if (authorities.isEmpty()) {
            throw new TlsConfigurationException(
                    "postern.tls.client-auth=%s, but SSL bundle '%s' has no trust store: no client could ever be trusted."
                            .formatted(properties.clientAuth(), named.bundleName()),
                    "Set spring.ssl.bundle.pem.%s.truststore.certificate.".formatted(named.bundleName()));
        }
        return authorities;
    }

    private List<CipherSuite> cipherSuites() {
        return properties.cipherSuites().isEmpty()
                ? TlsServerConfig.DEFAULT_CIPHER_SUITES
                : chosen("postern.tls.cipher-suites", properties.cipherSuites(), TlsServerConfig.DEFAULT_CIPHER_SUITES);
    }

    private List<NamedGroup> groups() {
        return properties.groups().isEmpty()
                ? TlsServerConfig.DEFAULT_GROUPS
                : chosen("postern.tls.groups", properties.groups(), List.copyOf(CryptoProviders.fastest().groups()));
    }

    private static <T> List<T> chosen(String property, List<String> names, List<T> known) {
        return names.stream()
                .map(name -> known.stream().filter(value -> value.toString().equalsIgnoreCase(name)).findFirst()
                        .orElseThrow(() -> new TlsConfigurationException(
                                "%s names '%s', which is not known.".formatted(property, name),
                                "Use one of %s.".formatted(
                                        known.stream().map(Object::toString).collect(Collectors.joining(", "))))))
                .toList();
    }

    /// Host, trust and client authentication: what must be the same for a ticket to resume.
    private PolicyDigest policyDigest(BundlePolicies.NamedBundle named, List<X509Certificate> trusted) {
        MessageDigest digest = sha256();
        update(digest, named.serverName());
        update(digest, properties.clientAuth().name());
        trusted.stream().map(authority -> authority.getPublicKey().getEncoded()).sorted(Arrays::compareUnsigned)
                .forEach(digest::update);
        return new PolicyDigest(digest.digest());
    }

    /// ALPN and the early-data policy: what must be the same for early data, and costs nobody a resumption when it changes.
    private static PolicyDigest earlyDataDigest(TlsProperties.EarlyData early) {
        MessageDigest digest = sha256();
        for (String protocol : PROTOCOLS) {
            update(digest, protocol);
        }
        update(digest, early.accept() + " " + early.issueMaxBytes() + " " + early.defaultAction());
        return new PolicyDigest(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
