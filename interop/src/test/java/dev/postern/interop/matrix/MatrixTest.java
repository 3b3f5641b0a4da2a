package dev.postern.interop.matrix;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class MatrixTest {

    /// Also of the peers that are too big for every run: what they claim is read, not run.
    @TestFactory
    Stream<DynamicTest> showsEachModeOfAPeerOrSaysWhyItCannot() {
        return Claims.in("dev.postern.interop").entrySet().stream().map(column -> DynamicTest.dynamicTest(
                column.getKey().toString(), () -> assertThat(column.getValue()
                        .faults(Mode.askedOf(column.getKey().peer(), column.getKey().role()))).isEmpty()));
    }
}
