package dev.postern.tls.spring;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Whoever uses early data has to know six types of it at most, whichever of these he is. ADR 12 says why so few.
class EarlyDataApiTest {
    private static final int MOST_TYPES = 6;
    /// Of all audiences together, and the parts. It may only shrink.
    private static final int TYPES_IN_ALL = 24;
    private static final Path DECISION = Path.of("..", "..", "docs", "adr", "0012-early-data-api.md");
    private static final Pattern NAME = Pattern.compile("Early|TlsSession|Replay|Freshness|SentHello|HelloRecorder");
    private static final Pattern EXPORTED = Pattern.compile("exports ([a-z.]+);");
    private static final List<String> OPEN = List.of("dev.postern.tls.netty", "dev.postern.tls.reactor",
            "dev.postern.tls.spring");

    /// Who has to know them.
    enum Audience {
        /// Who writes handlers and filters, or watches what becomes of early requests.
        APPLICATIONS("TlsSession", "TlsSession$Phase", "EarlyDataReason", "EarlyDataSafe", "EarlyRequestObserver",
                "EarlyRequestObserver$Action"),
        /// Who makes policies for servers of his own.
        SERVERS("EarlyDataPolicy", "TlsPolicy$EarlyDataJudge", "EarlyDataOffer", "EarlyDataVerdict", "ReplayGuard"),
        /// Who keeps the memory of early hellos somewhere else.
        STORES("ReplayStore", "SentHello", "ReplayKey", "FreshnessWindow", "ClientHelloRecorder");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of alone
        private final List<String> types;

        Audience(String... types) {
            this.types = List.of(types);
        }
    }

    /// Parts of one of the above, or of a whole that is there anyway: a sealed type's cases, events, settings, reports.
    private static final Set<String> PARTS = Set.of("EarlyDataVerdict$Accept", "EarlyDataVerdict$Reject",
            "ReplayStore$Claim", "Pause$JudgeEarlyData", "TlsEvent$EarlyDataAccepted", "TlsEvent$EarlyDataRejected",
            "TlsEvent$EarlyDataEnded", "TlsProperties$EarlyData");

    @ParameterizedTest
    @EnumSource
    void nobodyHasToKnowMoreThanSixTypes(Audience audience) throws IOException {
        assertThat(audience.types).hasSizeLessThanOrEqualTo(MOST_TYPES).doesNotHaveDuplicates();
        assertThat(found()).as("they exist").containsAll(audience.types);
    }

    @Test
    void everyPublicTypeAboutEarlyDataIsForSomebody() throws IOException {
        Set<String> known = Stream.concat(PARTS.stream(),
                Stream.of(Audience.values()).flatMap(audience -> audience.types.stream())).collect(Collectors.toSet());
        Set<String> unknown = found();
        unknown.removeAll(known);
        assertThat(unknown).as("new public types about early data: make them package-private, or say in ADR 12 and here"
                + " who has to know them").isEmpty();
    }

    @Test
    void thereAreNoMoreTypesInAllThanTheDecisionSays() throws IOException {
        assertThat(found())
                .as("all public types about early data; where they became fewer, lower the number here and in"
                        + " ADR 12, and never raise it")
                .hasSize(TYPES_IN_ALL);
        assertThat(Files.readString(DECISION)).contains(TYPES_IN_ALL + " public types:");
    }

    private static Set<String> found() throws IOException {
        Set<String> packages = exported();
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.postern.tls").stream()
                .filter(type -> packages.contains(type.getPackageName()) && isPublic(type))
                .map(type -> type.getName().substring(type.getPackageName().length() + 1))
                .filter(name -> NAME.matcher(name).find()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(EarlyDataApiTest::isPublic).orElse(true);
    }

    private static Set<String> exported() throws IOException {
        String engine = Files.readString(Path.of("..", "engine", "src", "main", "java", "module-info.java"));
        return Stream
                .concat(EXPORTED.matcher(engine).results().map((MatchResult found) -> found.group(1)), OPEN.stream())
                .collect(Collectors.toSet());
    }
}
