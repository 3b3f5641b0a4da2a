package dev.postern.interop.matrix;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Modes that this peer itself does not have, so that no test asks for them.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Cannot.All.class)
public @interface Cannot {
    Mode[] value();

    /// Which cases of the one mode; empty for all that it consists of.
    String[] cases() default {};

    String because();

    /// Several of them.
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        Cannot[] value();
    }
}
