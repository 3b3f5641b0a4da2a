package dev.postern.checks;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/// The rule sees every way in which the JDK compares bytes with an early end.
class ConstantTimeRuleTest {

    @Test
    void refusesEveryComparisonThatEndsEarly() {
        for (Class<?> leaky : new Class<?>[]{Equals.class, EqualsInRange.class, Compare.class, Mismatch.class,
            Deep.class, Buffer.class}) {
            assertThat(
                    EngineRules.bytesAreComparedInConstantTime().evaluate(new ClassFileImporter().importClasses(leaky))
                            .hasViolation())
                    .as(leaky.getSimpleName()).isTrue();
        }
    }

    @Test
    void takesMessageDigest() {
        assertThatCode(() -> EngineRules.bytesAreComparedInConstantTime()
                .check(new ClassFileImporter().importClasses(Constant.class))).doesNotThrowAnyException();
    }

    static final class Equals {
        boolean compare(byte[] a, byte[] b) {
            return Arrays.equals(a, b);
        }
    }

    static final class EqualsInRange {
        boolean compare(byte[] a, byte[] b) {
            return Arrays.equals(a, 0, 1, b, 0, 1);
        }
    }

    static final class Compare {
        int compare(byte[] a, byte[] b) {
            return Arrays.compareUnsigned(a, b);
        }
    }

    static final class Mismatch {
        int compare(byte[] a, byte[] b) {
            return Arrays.mismatch(a, b);
        }
    }

    static final class Deep {
        boolean compare(Object a, Object b) {
            return Objects.deepEquals(a, b);
        }
    }

    static final class Buffer {
        boolean compare(byte[] a, byte[] b) {
            return ByteBuffer.wrap(a).equals(ByteBuffer.wrap(b));
        }
    }

    static final class Constant {
        boolean compare(byte[] a, byte[] b) {
            return MessageDigest.isEqual(a, b);
        }
    }
}
