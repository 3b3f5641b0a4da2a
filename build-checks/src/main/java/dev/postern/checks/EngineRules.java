package dev.postern.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/// What makes the engine one: no world of its own, constant-time comparison, and rooms that look one way.
public final class EngineRules {

    private static final String ROOT = "dev.postern.tls";

    /// The storeys of the engine, lowest first. A room may use its own storey and what lies below it, never what lies above.
    private static final List<List<String>> STOREYS = List.of(List.of("alert", "codepoint", "crypto.spi"),
            List.of("wire"),
            List.of("extension", "record", "keys"), List.of("message"),
            List.of("certificate", "psk", "earlydata", "ech"),
            List.of("config", "event"), List.of("connection"), List.of("server", "client"));

    /// Types of upper rooms that are words of the whole engine: every storey counts against the limits, records are shaped as the
    /// configuration says, and bytes are handed to the same sink.
    private static final Set<String> WORDS = Set.of("config.Limits", "config.RecordPolicy", "config.RecordPadding",
            "event.TlsSink", "event.TlsOutput", "event.DataKind");

    /// Rooms that implement the crypto SPI; only what puts a default together may name them.
    private static final List<String> PROVIDERS = List.of("crypto.jdk", "crypto.bc");

    /// Ticket keys and the replay record are shared by all connections of a process, so they alone may lock.
    private static final String[] SHARED = {ROOT + ".psk", ROOT + ".earlydata"};

    private static final Set<String> EARLY_EXITS = Set.of("equals", "compare", "compareTo", "compareUnsigned",
            "mismatch");

    private EngineRules() {}

    /// All of them, by the sentence that a failing test shows.
    public static Map<String, ArchRule> all() {
        return Map.of("the engine has no files, sockets, threads, locks or log", noWorldOfItsOwn(),
                "the engine asks no clock",
                noClock(), "randomness is passed in", randomnessIsPassedIn(),
                "nothing that belongs to one connection is synchronized",
                nothingIsSynchronized(),
                "bytes are compared in constant time", bytesAreComparedInConstantTime(), "rooms look down, never up",
                roomsLookDown(),
                "only the default choice names a crypto implementation", providersAreNotNamed());
    }

    private static ArchRule noWorldOfItsOwn() {
        return noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..",
                        "java.util.logging..", "java.util.concurrent.locks..", "java.lang.System$Logger")
                .orShould().dependOnClassesThat()
                .areAssignableTo(Thread.class).orShould().dependOnClassesThat().areAssignableTo(Executor.class)
                .orShould()
                .dependOnClassesThat().haveFullyQualifiedName("java.io.File")
                .because("bytes in, bytes and events out: that is why vectors, fuzzers and any transport can drive it");
    }

    private static ArchRule noClock() {
        return noClasses().should().callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(System.class, "nanoTime")
                .orShould().callMethod(Instant.class, "now").orShould().callMethod(Clock.class, "systemUTC")
                .because("time is a parameter, so that tests move it instead of waiting for it");
    }

    private static ArchRule randomnessIsPassedIn() {
        return noClasses().that().resideOutsideOfPackage(ROOT + ".crypto..").should()
                .callConstructor(SecureRandom.class)
                .because("randomness is a parameter, so that recorded traces and fuzzers repeat byte for byte");
    }

    private static ArchRule nothingIsSynchronized() {
        return noMethods().that().areDeclaredInClassesThat().resideOutsideOfPackages(SHARED).should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because(
                        "a connection belongs to one thread at a time; a lock here would hide that somebody broke this");
    }

    /// Package-private, so that its own test can see it fail.
    static ArchRule bytesAreComparedInConstantTime() {
        return noClasses().should().callMethodWhere(describe("stops at the first byte that differs", call -> {
            JavaClass owner = call.getTargetOwner();
            String name = call.getTarget().getName();
            boolean ofBytes = call.getTarget().getRawParameterTypes().stream()
                    .anyMatch(parameter -> parameter.isEquivalentTo(byte[].class));
            if (owner.isEquivalentTo(Arrays.class) || owner.isEquivalentTo(Objects.class)) {
                return name.equals("deepEquals") || (ofBytes && EARLY_EXITS.contains(name));
            }
            return owner.isEquivalentTo(ByteBuffer.class) && EARLY_EXITS.contains(name);
        })).because("how long a comparison takes tells an attacker how much he guessed: use MessageDigest.isEqual");
    }

    private static ArchRule roomsLookDown() {
        return classes().that().resideOutsideOfPackage(ROOT)
                .should(new ArchCondition<JavaClass>("use their own storey and the ones below") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        int own = storeyOf(type);
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(use -> storeyOf(use.getTargetClass()) > own && !isWord(use.getTargetClass()))
                                .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
                    }
                }).because("the engine reads bottom-up: code points, wire, messages, choices, handshake");
    }

    private static boolean isWord(JavaClass type) {
        return WORDS.stream().anyMatch(word -> type.getName().equals(ROOT + "." + word));
    }

    /// The facade's own types are the words that every room speaks, and a provider stands beside the SPI: neither is on a storey.
    private static int storeyOf(JavaClass type) {
        String name = type.getPackageName();
        for (int storey = 0; storey < STOREYS.size(); storey++) {
            if (STOREYS.get(storey).stream().anyMatch(room -> name.equals(ROOT + "." + room))) {
                return storey;
            }
        }
        return name.equals(ROOT) || !name.startsWith(ROOT) ? -1 : 0;
    }

    private static ArchRule providersAreNotNamed() {
        String[] rooms = PROVIDERS.stream().map(room -> ROOT + "." + room + "..").toArray(String[]::new);
        return noClasses().that().resideOutsideOfPackages(rooms).and()
                .resideOutsideOfPackages(ROOT + ".config", ROOT + ".crypto")
                .should().dependOnClassesThat().resideInAnyPackage(rooms)
                .because("which library computes what is decided once, at start-up");
    }
}
