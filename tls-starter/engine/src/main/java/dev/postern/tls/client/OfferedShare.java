package dev.postern.tls.client;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.KeyExchange;

/// A key share that we offered, with its private half.
record OfferedShare(NamedGroup group, KeyExchange.Generated key) {}
