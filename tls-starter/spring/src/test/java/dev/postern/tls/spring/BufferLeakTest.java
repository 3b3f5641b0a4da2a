package dev.postern.tls.spring;

import dev.postern.tls.netty.BufferLeakContract;
import org.junit.jupiter.api.Order;

/// Over all tests of the starter.
@Order(Integer.MAX_VALUE)
class BufferLeakTest extends BufferLeakContract {}
