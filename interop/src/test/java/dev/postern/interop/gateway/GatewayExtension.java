package dev.postern.interop.gateway;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a test the gateway, or the neighbours: one of each for all of them, started for the first and ended with the last, since a start takes
/// long.
public final class GatewayExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
            .create(GatewayExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isOf(parameter, Gateway.class) || isOf(parameter, Neighbours.class);
    }

    private static boolean isOf(ParameterContext parameter, Class<?> type) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        return isOf(parameter, Gateway.class)
                ? store.computeIfAbsent(Gateway.class, type -> Gateway.start(), Gateway.class)
                : store.computeIfAbsent(Neighbours.class, type -> Neighbours.start(), Neighbours.class);
    }
}
