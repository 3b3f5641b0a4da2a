package dev.postern.tls.crypto;

import dev.postern.tls.crypto.bc.BcCryptoProvider;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;

import java.util.Map;

/// The providers that come with the engine. One instance of each serves a whole process.
public final class CryptoProviders {
    private CryptoProviders() {}

    /// The fastest implementation of each primitive that pure Java has; see [#assignments].
    public static CryptoProvider fastest() {
        return Holder.FASTEST;
    }

    /// The JDK alone.
    public static CryptoProvider jdk() {
        return Holder.JDK;
    }

    /// Bouncy Castle alone: slow bulk encryption, for systems that must not use the JDK's.
    public static CryptoProvider bouncyCastle() {
        return Holder.BOUNCY_CASTLE;
    }

    /// What [#fastest] chose: primitive to provider.
    public static Map<String, String> assignments() {
        return fastest().assignments();
    }

    /// Made when first asked for, since the tables of the curves take some milliseconds.
    private static final class Holder {
        static final JdkCryptoProvider JDK = new JdkCryptoProvider();
        static final BcCryptoProvider BOUNCY_CASTLE = new BcCryptoProvider();
        static final CryptoProvider FASTEST = new FastestCryptoProvider(JDK, BOUNCY_CASTLE);
    }
}
