package dev.postern.interop;

import dev.postern.interop.matrix.Case;

/// Whose certificate travels compressed.
enum Packer implements Case {
    US("ours"),
    PEER("the peer's");

    private final String whose;

    Packer(String whose) {
        this.whose = whose;
    }

    @Override
    public String shows() {
        return whose;
    }
}
