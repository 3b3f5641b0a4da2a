package dev.postern.tls.spring;

import dev.postern.tls.config.ClientAuthentication;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Settings under `postern.tls`.
///
/// @param enabled      whether the web server is secured by Postern's engine
/// @param bundle       name of the SSL bundle (`spring.ssl.bundle.*`) with the certificate and key for every server name that is not listed
///     in `server-names`
/// @param serverNames  server name to SSL bundle: `postern.tls.server-names[shop.example]=shop`; `*.shop.example` matches one label
/// @param clientAuth   whether clients are asked for a certificate; the bundle's trust store says whom to trust
/// @param groups       key exchange groups, preferred first, by their IANA names; the engine's defaults when empty. `secp521r1`, `MLKEM768`
///     and `MLKEM1024` are off unless they are named here
/// @param cipherSuites cipher suites, preferred first, by their IANA names; the engine's defaults when empty
/// @param earlyData    0-RTT
@ConfigurationProperties("postern.tls")
public record TlsProperties(@DefaultValue("true") boolean enabled, @Nullable String bundle,
        @DefaultValue Map<String, String> serverNames, @DefaultValue("none") ClientAuthentication clientAuth,
        @DefaultValue List<String> groups, @DefaultValue List<String> cipherSuites, @DefaultValue EarlyData earlyData) {

    /// 0-RTT, off by default: what comes early may be a replay.
    ///
    /// @param issueMaxBytes   how many bytes of early data new tickets allow; 0 issues none that allow any, 16384 is the most unless an
    ///     `EngineEnvironment` bean has other limits
    /// @param accept          whether early data is let in
    /// @param defaultAction   what happens to an early request whose handler is not `@EarlyDataSafe`
    /// @param freshnessWindow how far the age that a client gives for its ticket may be off
    public record EarlyData(@DefaultValue("0") long issueMaxBytes, @DefaultValue("false") boolean accept,
            @DefaultValue("hold") Action defaultAction, @DefaultValue("10s") Duration freshnessWindow) {}

    /// What happens to a request that came early and must not be acted on yet.
    public enum Action {
        /// It waits until the handshake is confirmed.
        HOLD,
        /// It is answered with 425 (Too Early); the client sends it again after the handshake.
        TOO_EARLY
    }
}
