package dev.postern.interop.bogo;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

import java.util.OptionalInt;

/// This engine speaks TLS 1.3 alone; BoringSSL's flags may ask for others too.
final class Versions {

    private static final int TLS_1_3 = 772;

    private Versions() {}

    /// @throws NotImplementedException when the flags rule TLS 1.3 out, or expect another version in the end
    static void require13(Settings settings) {
        requireAtMost13("-min-version", settings);
        OptionalInt most = settings.number("-max-version");
        if (most.isPresent() && most.getAsInt() < TLS_1_3) {
            throw new NotImplementedException("-max-version " + most.getAsInt());
        }
        OptionalInt expected = settings.number("-expect-version");
        if (expected.isPresent() && expected.getAsInt() != TLS_1_3) {
            throw new NotImplementedException("-expect-version " + expected.getAsInt());
        }
    }

    /// Whether the connection failed since the runner speaks TLS 1.2 or older only, and the flags would let a shim that can do the same. Where
    /// they do not, refusing it is right.
    static boolean isOlderWanted(TlsAlert alert, Settings settings) {
        boolean olderAllowed = settings.number("-min-version", 0) < TLS_1_3 && !settings.has("-no-tls12");
        return olderAllowed && alert.description() == AlertDescription.PROTOCOL_VERSION
                && (alert.fault() == Fault.PEER_INCOMPATIBLE || alert.fault() == Fault.PEER_ALERT);
    }

    private static void requireAtMost13(String flag, Settings settings) {
        OptionalInt least = settings.number(flag);
        if (least.isPresent() && least.getAsInt() > TLS_1_3) {
            throw new NotImplementedException(flag + " " + least.getAsInt());
        }
    }
}
