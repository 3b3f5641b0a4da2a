package dev.postern.checks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The rules that a test shows, by their numbers in `docs/early-data-rules.md`, for example `2.3`. The build fails where a test and its row do not name each other.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EarlyDataRule {

    /// The rows' numbers.
    String[] value();
}
