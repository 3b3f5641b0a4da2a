package dev.postern.tls.extension;

import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.List;

/// psk_key_exchange_modes (RFC 9846 4.3.9).
public record PskKeyExchangeModes(List<PskKeyExchangeMode> modes) implements Extension {
    public PskKeyExchangeModes {
        modes = List.copyOf(modes);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PSK_KEY_EXCHANGE_MODES;
    }

    static PskKeyExchangeModes read(WireReader in) {
        return new PskKeyExchangeModes(in.list8(1, 255, mode -> new PskKeyExchangeMode(mode.u8())));
    }

    @Override
    public void writeBody(WireWriter out) {
        out.list8(modes, (list, mode) -> list.u8(mode.code()));
    }
}
