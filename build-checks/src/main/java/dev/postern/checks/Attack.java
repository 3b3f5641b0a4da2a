package dev.postern.checks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The attacks that a test shows, by their numbers in `docs/known-attacks.md`. The build fails where a test and its row do not name each other.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Attack {

    /// The rows' numbers.
    int[] value();
}
