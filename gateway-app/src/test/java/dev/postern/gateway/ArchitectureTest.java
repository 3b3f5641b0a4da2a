package dev.postern.gateway;

import dev.postern.checks.HouseRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> houseRules() {
        return HouseRules.ofThisModule()
                .and("the snapshot knows neither Spring nor the database",
                        noClasses().that().resideInAPackage("dev.postern.gateway.routes..").should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "io.netty..")
                                .because("both planes meet there, and a test of a route must need neither"))
                .and("nobody enters the admin plane's own room",
                        noClasses().that().resideOutsideOfPackage("dev.postern.gateway.admin..").should()
                                .dependOnClassesThat().resideInAPackage("dev.postern.gateway.admin..")
                                .because("it sees every feature, so whoever saw it would close a circle"))
                .and("the data plane never touches the database",
                        noClasses().that()
                                .resideInAnyPackage("dev.postern.gateway.proxy..", "dev.postern.gateway.listener..",
                                        "dev.postern.gateway.upstream..", "dev.postern.gateway.http..")
                                .should().dependOnClassesThat()
                                .resideInAnyPackage("org.springframework.jdbc..", "java.sql..",
                                        "dev.postern.gateway.ledger..", "dev.postern.gateway.documents..")
                                .because("an event loop never blocks, and traffic goes on without the store"))
                .tests();
    }
}
