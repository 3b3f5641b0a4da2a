package dev.postern.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.DynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/// The rules that hold in every module, as tests. A module's `ArchitectureTest` is one method:
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> houseRules() {
///     return HouseRules.ofThisModule().tests();
/// }
/// ```
///
/// It reads what Maven compiled in the working directory, so it judges that module and no jar beside it.
public final class HouseRules {

    private static final Path MAIN_CLASSES = Path.of("target", "classes");
    private static final Path TEST_CLASSES = Path.of("target", "test-classes");
    private static final List<Path> SOURCES = List.of(Path.of("src", "main", "java"), Path.of("src", "test", "java"));

    private final JavaClasses main;
    private final JavaClasses test;
    private final List<NamedRule> rules = new ArrayList<>();
    private final Set<String> facades;

    private HouseRules(JavaClasses main, JavaClasses test, Set<String> facades) {
        this.main = main;
        this.test = test;
        this.facades = facades;
        always();
    }

    /// The rules for the module in whose folder the test runs.
    public static HouseRules ofThisModule() {
        return ofThisModuleWithFacades();
    }

    /// The same for a module with packages whose types every room behind them speaks; these are left out of the search for cycles.
    public static HouseRules ofThisModuleWithFacades(String... packages) {
        return new HouseRules(read(MAIN_CLASSES), read(TEST_CLASSES), Set.of(packages));
    }

    /// Adds a rule about the module's own, not its test's, classes.
    public HouseRules and(String sentence, ArchRule rule) {
        rules.add(new NamedRule(sentence, () -> rule.allowEmptyShould(true).check(main)));
        return this;
    }

    /// One test per rule, named by its sentence.
    public Stream<DynamicTest> tests() {
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.sentence(), rule.check()::run));
    }

    private void always() {
        and("every package has a door sign", packagesHaveDoorSigns());
        and("names say what a thing is", namesSayWhatAThingIs());
        and("packages have no cycles", noCycles());
        and("nothing is written to standard output", nothingPrints());
        rules.add(new NamedRule("no test is switched off", () -> noTestIsSwitchedOff().check(test)));
        rules.add(new NamedRule("citations are well formed and name sections that exist", HouseRules::checkCitations));
    }

    private static JavaClasses read(Path folder) {
        ClassFileImporter importer = new ClassFileImporter().withImportOption(HouseRules::isWritten);
        return Files.isDirectory(folder) ? importer.importPath(folder) : importer.importPaths(List.of());
    }

    /// What JMH generates lies in packages of its own beside its benchmarks; nobody wrote it, so nobody can keep a rule in it.
    private static boolean isWritten(Location location) {
        return !location.contains("/jmh_generated/");
    }

    private static void checkCitations() {
        assertThat(Citations.load().faultsBelow(SOURCES)).isEmpty();
    }

    private static ArchRule packagesHaveDoorSigns() {
        return classes()
                .should(new ArchCondition<JavaClass>("live in a package whose package-info.java is @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        boolean signed = type.getPackage().tryGetPackageInfo()
                                .map(info -> info.isAnnotatedWith("org.jspecify.annotations.NullMarked")).orElse(false);
                        events.add(new SimpleConditionEvent(type, signed || type.getSimpleName().equals("module-info"),
                                type.getPackageName() + " has no package-info.java with @NullMarked (" + type.getName()
                                        + ")"));
                    }
                }).because(
                        "a reader learns there what is here, who may enter and where to start, and null is then checked by the compiler");
    }

    private static ArchRule namesSayWhatAThingIs() {
        return noClasses().should().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Utilities").orShould().haveSimpleNameEndingWith("Helper").orShould()
                .haveSimpleNameEndingWith("Helpers").orShould().haveSimpleNameEndingWith("Common").orShould()
                .haveSimpleNameEndingWith("Impl").orShould().haveSimpleNameEndingWith("Manager").orShould()
                .haveSimpleNameEndingWith("Base").orShould().haveSimpleNameStartingWith("Abstract").orShould()
                .resideInAnyPackage("..util..", "..utils..", "..helper..", "..helpers..", "..common..", "..impl..",
                        "..manager..",
                        "..base..", "..misc..")
                .because("a function lives with its noun; such names gather what nobody looks for there");
    }

    private ArchRule noCycles() {
        return slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                boolean counts = type.getPackageName().startsWith("dev.postern")
                        && !facades.contains(type.getPackageName());
                return counts ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        }).should().beFreeOfCycles()
                .because("a room that needs a room that needs it cannot be read, tested or moved alone");
    }

    private static ArchRule nothingPrints() {
        return noClasses().that().areNotAnnotatedWith("org.springframework.boot.autoconfigure.SpringBootApplication")
                .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .because("a library speaks through events, an application through its log; where the process begins, a"
                        + " command-line tool is handed its streams");
    }

    private static ArchRule noTestIsSwitchedOff() {
        return noMethods().should().beAnnotatedWith("org.junit.jupiter.api.Disabled").orShould()
                .beDeclaredInClassesThat().areAnnotatedWith("org.junit.jupiter.api.Disabled").allowEmptyShould(true)
                .because("a test that does not run proves nothing; a missing tool fails with a sentence instead");
    }

    private record NamedRule(String sentence, Runnable check) {}
}
