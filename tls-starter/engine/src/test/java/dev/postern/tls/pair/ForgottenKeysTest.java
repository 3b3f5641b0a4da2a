package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.CryptoProvider;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What is left of a connection that failed.
class ForgottenKeysTest {
    private final List<Boolean> destroyed = new ArrayList<>();

    /// A provider that knows which of the ciphers it made were destroyed.
    private CryptoProvider watched() {
        CryptoProvider real = CryptoProviders.fastest();
        return proxy(CryptoProvider.class, (self, method, arguments) -> {
            Object result = call(() -> method.invoke(real, arguments));
            return method.getName().equals("aead") ? watched((Aead) result) : result;
        });
    }

    private Aead watched(Aead real) {
        int index = destroyed.size();
        destroyed.add(false);
        return proxy(Aead.class, (self, method, arguments) -> {
            if (method.getName().equals("destroy")) {
                destroyed.set(index, true);
            }
            return call(() -> method.invoke(real, arguments));
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }

    private interface Reflective {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Reflective action) throws Throwable {
        try {
            return action.run();
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Test
    @Rfc(number = 9846, section = "6", clause = 2)
    @Attack(7)
    @EarlyDataRule("4.2")
    void areNoneOnEitherSide() {
        Pair pair = new PairSetup(watched()).pair().handshake();
        assertThat(destroyed).as("keys in use").contains(false);
        pair.client().send("hello");
        pair.tamperToServer(bytes -> {
            bytes[bytes.length - 1] ^= 1;
            return bytes;
        }).exchange();

        assertThat(pair.server().failure().orElseThrow().description()).isEqualTo(AlertDescription.BAD_RECORD_MAC);
        assertThat(pair.client().failure().orElseThrow().description()).isEqualTo(AlertDescription.BAD_RECORD_MAC);
        assertThat(destroyed).hasSizeGreaterThanOrEqualTo(8).doesNotContain(false);
    }
}
