package dev.postern.interop;

/// What the peer knows of a key that both ends have from elsewhere.
enum PskKnowledge {
    THE_KEY(Scenario.PSK_HEX),
    ITS_NAME_ALONE(Scenario.PSK_HEX.replace('0', '1'));

    private final String keyHex;

    PskKnowledge(String keyHex) {
        this.keyHex = keyHex;
    }

    String keyHex() {
        return keyHex;
    }
}
