package dev.postern.tls;

import dev.postern.checks.Attack;
import dev.postern.checks.EngineRules;
import dev.postern.checks.HouseRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

class ArchitectureTest {

    @TestFactory
    @Attack({29, 45})
    Stream<DynamicTest> houseRules() {
        // The facade's own types (pauses, stages, the environment) are the words that server and client speak.
        HouseRules rules = HouseRules.ofThisModuleWithFacades("dev.postern.tls");
        EngineRules.all().forEach(rules::and);
        return rules.tests();
    }
}
