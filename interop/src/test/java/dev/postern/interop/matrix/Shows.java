package dev.postern.interop.matrix;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which mode a test shows: a row of the matrix.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Shows {
    Mode value();

    /// Which of the mode's cases; the arguments of a parameterized test say so themselves.
    String[] cases() default {};
}
