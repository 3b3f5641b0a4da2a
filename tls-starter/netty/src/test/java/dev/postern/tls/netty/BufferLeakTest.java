package dev.postern.tls.netty;

import org.junit.jupiter.api.Order;

/// Over all tests of this module.
@Order(Integer.MAX_VALUE)
class BufferLeakTest extends BufferLeakContract {}
