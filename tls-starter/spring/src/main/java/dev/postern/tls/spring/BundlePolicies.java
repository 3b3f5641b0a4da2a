package dev.postern.tls.spring;

import dev.postern.tls.ClientHelloView;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.netty.TlsPolicy;
import dev.postern.tls.netty.TlsPolicySelector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Policies made from Spring's SSL bundles: one per server name, and one for all others. A reloaded bundle replaces its policies at once; open
/// connections keep what they have. A bundle that breaks in a reload leaves the last good certificate in place.
final class BundlePolicies implements TlsPolicySelector, ServedBundles {
    private static final Log LOG = LogFactory.getLog(BundlePolicies.class);

    private final Function<NamedBundle, TlsPolicy> compile;
    private volatile Map<String, TlsPolicy> policies = Map.of();
    private volatile Map<String, Instant> expiries = Map.of();

    /// @param serverName lower case, `*.` in front for one label, or empty for all other names
    record NamedBundle(String serverName, String bundleName, SslBundle bundle) {}

    BundlePolicies(SslBundles bundles, TlsProperties properties, Function<NamedBundle, TlsPolicy> compile) {
        this.compile = compile;
        String defaultBundle = properties.bundle();
        if (defaultBundle == null || defaultBundle.isBlank()) {
            throw new TlsConfigurationException("postern.tls.bundle is not set: the web server has no certificate.",
                    "Set postern.tls.bundle to the name of an SSL bundle (spring.ssl.bundle.pem.<name>.* or spring.ssl.bundle.jks.<name>.*), or set postern.tls.enabled=false.");
        }
        follow(bundles, "", defaultBundle);
        properties.serverNames().forEach((name, bundle) -> follow(bundles, name.toLowerCase(Locale.ROOT), bundle));
    }

    private void follow(SslBundles bundles, String serverName, String bundleName) {
        SslBundle bundle;
        try {
            bundle = bundles.getBundle(bundleName);
        } catch (org.springframework.boot.ssl.NoSuchSslBundleException e) {
            String property = serverName.isEmpty() ? "postern.tls.bundle"
                    : "postern.tls.server-names[" + serverName + "]";
            throw new TlsConfigurationException(
                    "%s names the SSL bundle '%s', which does not exist.".formatted(property, bundleName),
                    "Define it (spring.ssl.bundle.pem.%s.keystore.certificate and .private-key), or name one of %s."
                            .formatted(bundleName, bundles.getBundleNames()),
                    e);
        }
        NamedBundle named = new NamedBundle(serverName, bundleName, bundle);
        replace(named, compile.apply(named));
        bundles.addBundleUpdateHandler(bundleName, updated -> reload(new NamedBundle(serverName, bundleName, updated)));
    }

    private void reload(NamedBundle bundle) {
        try {
            replace(bundle, compile.apply(bundle));
            LOG.info("SSL bundle '%s' was reloaded".formatted(bundle.bundleName()));
        } catch (TlsConfigurationException e) {
            LOG.error("SSL bundle '%s' was not reloaded, the last good certificate stays: %s".formatted(
                    bundle.bundleName(),
                    e.getMessage()));
        }
    }

    private synchronized void replace(NamedBundle bundle, TlsPolicy policy) {
        Map<String, TlsPolicy> next = new HashMap<>(policies);
        next.put(bundle.serverName(), policy);
        policies = Map.copyOf(next);
        Map<String, Instant> ends = new HashMap<>(expiries);
        ends.put(bundle.bundleName(), expiry(policy));
        expiries = Map.copyOf(ends);
    }

    /// A chain is of no use when one of its certificates is not.
    private static Instant expiry(TlsPolicy policy) {
        return policy.config().credentials().stream()
                .flatMap(credential -> credential.chain().certificates().stream())
                .map(certificate -> certificate.getNotAfter().toInstant()).min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    @Override
    public Map<String, Instant> expiries() {
        return expiries;
    }

    @Override
    public CompletionStage<TlsPolicy> select(ClientHelloView hello) {
        TlsPolicy policy = find(hello.serverName());
        return policy != null ? CompletableFuture.completedFuture(policy)
                : CompletableFuture.failedFuture(new TlsAlert(
                        AlertDescription.UNRECOGNIZED_NAME, Fault.PEER_INCOMPATIBLE, "no policy for this server name"));
    }

    /// Exact, then one-label wildcard, then the default.
    private @Nullable TlsPolicy find(@Nullable String serverName) {
        Map<String, TlsPolicy> current = policies;
        if (serverName != null) {
            TlsPolicy exact = current.get(serverName);
            if (exact != null) {
                return exact;
            }
            int dot = serverName.indexOf('.');
            TlsPolicy wildcard = dot < 0 ? null : current.get("*" + serverName.substring(dot));
            if (wildcard != null) {
                return wildcard;
            }
        }
        return current.get("");
    }
}
