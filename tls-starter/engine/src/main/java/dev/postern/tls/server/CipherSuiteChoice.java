package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.config.Ranking;

import java.util.List;

/// Which cipher suite: ours preferred, except that a client which puts ChaCha20 first has no AES in hardware, and gets it if we allow it;
/// unless a ranking says which suites are as good as each other.
final class CipherSuiteChoice {
    private CipherSuiteChoice() {}

    /// @param offered by the client, in its order
    /// @param allowed by us
    /// @param ranking of what is allowed
    /// @throws TlsAlert `handshake_failure` when there is none in common
    static CipherSuite of(List<CipherSuite> offered, List<CipherSuite> allowed, Ranking<CipherSuite> ranking) {
        CipherSuite chaCha = CipherSuite.TLS_CHACHA20_POLY1305_SHA256;
        if (ranking.isStrict() && firstKnown(offered).equals(chaCha) && allowed.contains(chaCha)) {
            return chaCha;
        }
        return ranking.best(offered.stream().filter(allowed::contains).toList()).orElseThrow(() -> {
            // RFC 9846 2.1: no common cryptographic parameters: an appropriate alert; 4.2.1: which is handshake_failure
            return new TlsAlert(AlertDescription.HANDSHAKE_FAILURE, Fault.PEER_INCOMPATIBLE,
                    "none of the client's %d cipher suites is allowed here".formatted(offered.size()));
        });
    }

    /// The first offer that is a suite of TLS 1.3 at all: browsers put a GREASE value before it.
    private static CipherSuite firstKnown(List<CipherSuite> offered) {
        return offered.stream().filter(suite -> suite.code() >= 0x1301 && suite.code() <= 0x1303).findFirst()
                .orElse(CipherSuite.TLS_AES_128_GCM_SHA256);
    }
}
