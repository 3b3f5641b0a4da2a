package dev.postern.gateway.earlydata;

import dev.postern.tls.earlydata.ReplayKey;

/// Which part of all early data a percentage is. By the hello and not by chance: every replica says the same of it, and a greater share
/// contains the smaller.
public final class Share {
    private static final int ALL = 100;

    private Share() {}

    public static boolean includes(int percent, ReplayKey hello) {
        byte[] key = hello.bytes();
        return Math.floorMod((key[key.length - 2] & 0xff) << 8 | (key[key.length - 1] & 0xff), ALL) < percent;
    }
}
