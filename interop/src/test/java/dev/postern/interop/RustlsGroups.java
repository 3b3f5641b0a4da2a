package dev.postern.interop;

import dev.postern.interop.pki.KeyKind;
import dev.postern.tls.codepoint.NamedGroup;

import java.util.List;

/// What rustls knows, in both roles.
final class RustlsGroups {
    static final List<NamedGroup> ALL = List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1,
            NamedGroup.X25519MLKEM768, NamedGroup.SECP256R1MLKEM768, NamedGroup.MLKEM768, NamedGroup.MLKEM1024);
    static final List<KeyKind> CERTIFICATES = KeyKind.ALL.stream().filter(kind -> kind != KeyKind.RSA_PSS).toList();

    private RustlsGroups() {}
}
