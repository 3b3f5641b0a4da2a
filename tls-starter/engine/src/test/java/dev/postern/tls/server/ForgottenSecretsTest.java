package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a server has derived when it has to refuse the client's key share, half-way through its own flight.
class ForgottenSecretsTest {
    /// A point of low order: the secret would be zero, whoever computes it.
    private static final KeyShareEntry ZERO_SHARE = new KeyShareEntry(NamedGroup.X25519, Bytes.copyOf(new byte[32]));

    private final List<Secret> secrets = new ArrayList<>();
    private final PairSetup setup = new PairSetup(watched());
    private boolean watching;

    /// A provider that remembers the secrets that it gave out while we watched.
    private CryptoProvider watched() {
        CryptoProvider real = CryptoProviders.fastest();
        return proxy(CryptoProvider.class, (self, method, arguments) -> {
            Object result = call(method, real, arguments);
            return switch (method.getName()) {
                case "keySchedule" -> proxy(KeySchedulePrimitives.class,
                        (schedule, derive, given) -> remembered(call(derive, result, given)));
                case "keyExchange" -> proxy(KeyExchange.class,
                        (exchange, step, given) -> remembered(call(step, result, given)));
                default -> result;
            };
        });
    }

    private Object remembered(Object result) {
        if (watching && result instanceof Secret secret) {
            secrets.add(secret);
        }
        if (watching && result instanceof KeyExchange.Encapsulated encapsulated) {
            secrets.add(encapsulated.secret());
        }
        return result;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }

    private static Object call(java.lang.reflect.Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private void assertForgotten(RawClient client, RawHello hello) {
        byte[] message = client.prepare(hello.with(new KeyShareClientHello(List.of(ZERO_SHARE))));
        watching = true;
        client.sendHandshakeBytes(message);
        watching = false;
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
        assertThat(secrets).isNotEmpty().allMatch(Secret::isDestroyed);
    }

    @Test
    void isWiped() {
        RawClient client = new RawClient(setup);
        assertForgotten(client, client.hello());
    }

    @Test
    void isWipedWhereEarlyDataWasAccepted() {
        RawClient first = new RawClient(setup);
        first.send(first.hello());
        RawTicket ticket = first.finish().tickets().getFirst();
        RawClient client = new RawClient(setup);
        assertForgotten(client, client.early(client.hello().offering(ticket)));
        assertThat(client.server().answers().asked()).contains("JudgeEarlyData");
    }
}
