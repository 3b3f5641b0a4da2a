package dev.postern.tls.ech;

import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One ECHConfig of the version that RFC 9849 defines: a public key to encrypt hellos to, and the name that the world may see instead.
public final class EchConfig {
    static final int VERSION = 0xfe0d;
    private static final int MANDATORY = 0x8000;
    private static final byte[] INFO = "tls ech\0".getBytes(StandardCharsets.US_ASCII);

    private final Bytes encoded;
    private final int configId;
    private final Bytes publicKey;
    private final List<HpkeSuite> suites;
    private final int maximumNameLength;
    private final String publicName;
    private final List<Integer> extensionTypes;

    private EchConfig(Bytes encoded, int configId, Bytes publicKey, List<HpkeSuite> suites, int maximumNameLength,
            String publicName, List<Integer> extensionTypes) {
        this.encoded = encoded;
        this.configId = configId;
        this.publicKey = publicKey;
        this.suites = List.copyOf(suites);
        this.maximumNameLength = maximumNameLength;
        this.publicName = publicName;
        this.extensionTypes = List.copyOf(extensionTypes);
    }

    /// @param configId          0 to 255; distinct among the keys of a server
    /// @param suites            of one KEM, preferred first
    /// @param maximumNameLength of the names to hide, at most 255
    /// @param publicName        the DNS name that a server with this key can always prove
    static EchConfig of(int configId, byte[] publicKey, List<HpkeSuite> suites, int maximumNameLength,
            String publicName) {
        if (!PublicName.isValid(publicName)) {
            throw new IllegalArgumentException("no public name of an ECHConfig: " + publicName);
        }
        byte[] contents = new WireWriter().u8(configId).u16(suites.getFirst().kem())
                .opaque16(Bytes.copyOf(publicKey))
                .list16(suites, (list, suite) -> list.u16(suite.kdf()).u16(suite.aead())).u8(maximumNameLength)
                .opaque8(Bytes.copyOf(publicName.getBytes(StandardCharsets.US_ASCII))).vector16(extensions -> {})
                .toByteArray();
        return readContents(Bytes.copyOf(contents));
    }

    /// @param whole one ECHConfig, version and length included
    /// @throws IllegalArgumentException when that is none, or one of another version
    public static EchConfig parse(byte[] whole) {
        return EchConfigList.parse(new WireWriter().vector16(list -> list.bytes(whole)).toByteArray()).configs()
                .stream().findFirst()
                .orElseThrow(() -> new IllegalArgumentException("an ECHConfig of another version"));
    }

    /// @param contents ECHConfigContents
    static EchConfig readContents(Bytes contents) {
        WireReader in = new WireReader(contents.toArray());
        int configId = in.u8();
        int kem = in.u16();
        Bytes publicKey = in.opaque16(1, 0xffff);
        List<HpkeSuite> suites = in.list16(4, 0xfffc, suite -> new HpkeSuite(kem, suite.u16(), suite.u16()));
        int maximumNameLength = in.u8();
        Bytes publicName = in.opaque8(1, 0xff);
        List<Integer> types = in.list16(0, 0xffff, EchConfig::readExtension);
        in.end();
        Bytes encoded = Bytes
                .copyOf(new WireWriter().u16(VERSION).opaque16(contents).toByteArray());
        return new EchConfig(encoded, configId, publicKey, suites, maximumNameLength,
                new String(publicName.toArray(), StandardCharsets.ISO_8859_1), types);
    }

    private static int readExtension(WireReader in) {
        int type = in.u16();
        in.opaque16(0, 0xffff);
        return type;
    }

    public int configId() {
        return configId;
    }

    public byte[] publicKey() {
        return publicKey.toArray();
    }

    /// As the server prefers them.
    public List<HpkeSuite> suites() {
        return suites;
    }

    /// The longest name that the server hides, or 0 when it does not say.
    public int maximumNameLength() {
        return maximumNameLength;
    }

    /// Whom a client that is refused has to authenticate.
    public String publicName() {
        return publicName;
    }

    /// The whole ECHConfig, version and length included.
    public byte[] toByteArray() {
        return encoded.toArray();
    }

    /// What both ends of HPKE have to agree on (RFC 9849 6.1).
    byte[] info() {
        byte[] config = encoded.toArray();
        byte[] info = new byte[INFO.length + config.length];
        System.arraycopy(INFO, 0, info, 0, INFO.length);
        System.arraycopy(config, 0, info, INFO.length, config.length);
        return info;
    }

    boolean offers(HpkeSuite suite) {
        return suites.contains(suite);
    }

    /// The suite that a client should use; empty when it must not or cannot use this configuration.
    public Optional<HpkeSuite> usableSuite(CryptoProvider crypto) {
        // RFC 9849 4.2: if an unsupported mandatory extension is present, clients MUST ignore the ECHConfig
        boolean mandatory = extensionTypes.stream().anyMatch(type -> (type & MANDATORY) != 0);
        if (mandatory || hasTwins(extensionTypes) || !PublicName.isValid(publicName)) {
            return Optional.empty();
        }
        // RFC 9849 6.1: MUST NOT choose a cipher suite not advertised by the configuration
        return suites.stream().filter(crypto.hpkeSuites()::contains).findFirst();
    }

    private static boolean hasTwins(List<Integer> types) {
        // RFC 9849 4.2: there MUST NOT be more than one extension of the same type in the extensions block
        Set<Integer> seen = new HashSet<>();
        return !types.stream().allMatch(seen::add);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EchConfig config && encoded.equals(config.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return "EchConfig[" + configId + ", " + publicName + "]";
    }
}
