package dev.postern.gateway;

import dev.postern.tls.netty.BufferLeakContract;
import org.junit.jupiter.api.Order;

/// Over all tests of the gateway.
@Order(Integer.MAX_VALUE)
class BufferLeakTest extends BufferLeakContract {}
