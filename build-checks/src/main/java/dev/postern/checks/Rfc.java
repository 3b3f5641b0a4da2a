package dev.postern.checks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The clause that a test proves. [Citations] refuses a section that does not exist.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Rfc.List.class)
public @interface Rfc {

    /// The RFC's number, for example 9846.
    int number();

    /// The section, for example `4.3.10`.
    String section();

    /// The clauses of that section in `docs/rfc9846.tsv`, by their ordinals; none to point at the section alone.
    int[] clause() default {};

    /// Several clauses of one test.
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface List {

        /// The clauses.
        Rfc[] value();
    }
}
