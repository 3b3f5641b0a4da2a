package dev.postern.tls.pair;

import dev.postern.tls.config.Limits;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/// The default limits, but for one.
public final class ChangedLimits {
    private ChangedLimits() {}

    /// @param component of [Limits]
    /// @param value     of that component's type
    public static Limits with(String component, Object value) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        if (Arrays.stream(components).noneMatch(known -> known.getName().equals(component))) {
            throw new IllegalArgumentException("there is no limit named " + component);
        }
        Object[] values = Arrays.stream(components)
                .map(known -> known.getName().equals(component) ? value : read(known)).toArray();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return Limits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object read(RecordComponent component) {
        try {
            return component.getAccessor().invoke(Limits.DEFAULT);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
