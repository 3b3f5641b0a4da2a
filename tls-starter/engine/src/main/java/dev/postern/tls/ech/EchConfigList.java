package dev.postern.tls.ech;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/// An ECHConfigList (RFC 9849 4): what a server publishes, in the DNS or as retry configurations, preferred first.
public final class EchConfigList {
    private final Bytes encoded;
    private final List<EchConfig> configs;

    private EchConfigList(Bytes encoded, List<EchConfig> configs) {
        this.encoded = encoded;
        this.configs = List.copyOf(configs);
    }

    /// @param configs at least one
    public static EchConfigList of(List<EchConfig> configs) {
        if (configs.isEmpty()) {
            throw new IllegalArgumentException("an ECHConfigList has one configuration at least");
        }
        byte[] list = new WireWriter().list16(configs, (out, config) -> out.bytes(config.toByteArray())).toByteArray();
        return new EchConfigList(Bytes.copyOf(list), configs);
    }

    /// @throws IllegalArgumentException when that is no ECHConfigList
    public static EchConfigList parse(byte[] list) {
        try {
            return ofPeer(list);
        } catch (TlsAlert malformed) {
            throw new IllegalArgumentException("no ECHConfigList: " + malformed.getMessage(), malformed);
        }
    }

    /// A peer's retry configurations.
    ///
    /// @throws TlsAlert `decode_error`
    public static EchConfigList ofPeer(byte[] list) {
        WireReader in = new WireReader(list);
        List<EchConfig> known = new ArrayList<>();
        in.vector16(4, 0xffff, configs -> {
            while (configs.hasMore()) {
                int version = configs.u16();
                Bytes contents = configs.opaque16(0, 0xffff);
                // RFC 9849 4: clients MUST ignore any ECHConfig structure with a version they do not support
                if (version == EchConfig.VERSION) {
                    known.add(EchConfig.readContents(contents));
                }
            }
            return known;
        });
        in.end();
        return new EchConfigList(Bytes.copyOf(list), known);
    }

    /// Those of a version that is known here. There may be none.
    public List<EchConfig> configs() {
        return configs;
    }

    /// With its length, as it stands in the `ech` parameter of an HTTPS record.
    public byte[] toByteArray() {
        return encoded.toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EchConfigList list && encoded.equals(list.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return "EchConfigList" + configs;
    }
}
