package dev.postern.tls.spring;

import java.time.Instant;
import java.util.Map;

/// The SSL bundles that the web server's certificates come from.
@FunctionalInterface
public interface ServedBundles {
    /// Bundle to when the first of its certificates expires. The names stay, a reload changes the times.
    Map<String, Instant> expiries();
}
