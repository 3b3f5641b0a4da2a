package dev.postern.tls.netty;

import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A method of the parent that we forget would run on the parent's private state, which nothing ever sets up. An upgrade of Netty that
/// adds one must fail here.
class SslHandlerMethodsTest {
    private static final Map<String, String> INHERITED_ON_PURPOSE = Map.ofEntries(
            Map.entry("getHandshakeTimeoutMillis()", "a setting; the deadlines of Limits count"),
            Map.entry("setHandshakeTimeout(long,TimeUnit)", "a setting"),
            Map.entry("setHandshakeTimeoutMillis(long)", "a setting"),
            Map.entry("getCloseNotifyTimeoutMillis()", "deprecated setting"),
            Map.entry("setCloseNotifyTimeout(long,TimeUnit)", "deprecated setting"),
            Map.entry("setCloseNotifyTimeoutMillis(long)", "deprecated setting"),
            Map.entry("setSingleDecode(boolean)", "the decoder is never reached"),
            Map.entry("isSingleDecode()", "the decoder is never reached"),
            Map.entry("setCumulator(Cumulator)", "the decoder is never reached"),
            Map.entry("setDiscardAfterReads(int)", "the decoder is never reached"),
            Map.entry("internalBuffer()", "the decoder is never reached"),
            Map.entry("actualReadableBytes()", "the decoder is never reached"),
            Map.entry("callDecode(ChannelHandlerContext,ByteBuf,List)", "the decoder is never reached"),
            Map.entry("decodeLast(ChannelHandlerContext,ByteBuf,List)", "the decoder is never reached"));

    @Test
    void everyOverridableMethodOfTheParentIsReplacedOrInheritedOnPurpose() {
        Set<String> ours = Stream.of(TlsHandler.class, ReplacedSslHandler.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())).map(SslHandlerMethodsTest::signature)
                .collect(Collectors.toSet());
        Set<String> forgotten = overridable().filter(method -> !ours.contains(method))
                .filter(method -> !INHERITED_ON_PURPOSE.containsKey(method))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(forgotten).as("methods of SslHandler that we neither replace nor inherit on purpose")
                .isEmpty();
    }

    @Test
    void theListOfInheritedMethodsNamesOnlyMethodsThatExist() {
        assertThat(overridable().collect(Collectors.toSet())).containsAll(INHERITED_ON_PURPOSE.keySet());
    }

    private static Stream<String> overridable() {
        return Stream.of(SslHandler.class, ByteToMessageDecoder.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        || Modifier.isProtected(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !Modifier.isFinal(method.getModifiers()))
                .filter(method -> !method.isSynthetic()).map(SslHandlerMethodsTest::signature);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName)
                .collect(Collectors.joining(",", "(", ")"));
    }
}
