package dev.postern.interop.matrix;

import dev.postern.interop.peer.PeerExecutable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import static java.util.stream.Collectors.groupingBy;

/// What the classes of one column say that they show and that their peer cannot, read without running a test: so a mode that is forgotten is
/// found although the peer is not there.
final class Claims {
    private final Map<Mode, Set<String>> shown = new EnumMap<>(Mode.class);
    private final Map<Mode, Set<String>> impossible = new EnumMap<>(Mode.class);

    /// One column: a peer in a role.
    record Column(PeerExecutable peer, Peer.Role role) implements Comparable<Column> {
        @Override
        public int compareTo(Column other) {
            int byPeer = peer.compareTo(other.peer);
            return byPeer != 0 ? byPeer : role.compareTo(other.role);
        }

        @Override
        public String toString() {
            return peer.label() + " " + (role == Peer.Role.CLIENT ? "client" : "server");
        }
    }

    private Claims(Collection<Class<?>> classes) {
        for (Class<?> one : classes) {
            Arrays.stream(one.getAnnotationsByType(Cannot.class)).forEach(this::readCannot);
            ReflectionSupport.findMethods(one, m -> m.isAnnotationPresent(Shows.class), HierarchyTraversalMode.TOP_DOWN)
                    .forEach(method -> readShown(one, method));
        }
    }

    /// Of every class in the package and below that wears [Peer].
    static Map<Column, Claims> in(String packageName) {
        Map<Column, Claims> columns = new TreeMap<>();
        ReflectionSupport.findAllClassesInPackage(packageName, c -> c.isAnnotationPresent(Peer.class), name -> true)
                .stream().collect(groupingBy(Claims::column))
                .forEach((column, classes) -> columns.put(column, new Claims(classes)));
        return columns;
    }

    private static Column column(Class<?> type) {
        Peer peer = type.getAnnotation(Peer.class);
        return new Column(peer.value(), peer.role());
    }

    private void readCannot(Cannot cannot) {
        for (Mode mode : cannot.value()) {
            List<String> cases = cannot.cases().length == 0 ? casesOf(mode) : List.of(cannot.cases());
            impossible.computeIfAbsent(mode, m -> new TreeSet<>()).addAll(cases);
        }
    }

    private void readShown(Class<?> type, Method method) {
        Shows shows = method.getAnnotation(Shows.class);
        Set<String> cases = shown.computeIfAbsent(shows.value(), m -> new TreeSet<>());
        if (method.isAnnotationPresent(Test.class)) {
            cases.addAll(shows.value().cases().isEmpty() ? casesOf(shows.value()) : List.of(shows.cases()));
        } else if (AnnotationSupport.isAnnotated(method, ParameterizedTest.class)) {
            List<String> arguments = arguments(type, method);
            cases.addAll(shows.value().cases().isEmpty() && !arguments.isEmpty() ? casesOf(shows.value()) : arguments);
        }
    }

    /// One thing is its only case.
    private static List<String> casesOf(Mode mode) {
        return mode.cases().isEmpty() ? List.of(mode.sentence()) : mode.cases();
    }

    private static List<String> arguments(Class<?> type, Method method) {
        if (method.isAnnotationPresent(EnumSource.class)) {
            return List.of(method.getAnnotation(EnumSource.class).names());
        }
        if (method.isAnnotationPresent(ValueSource.class)) {
            return List.of(Arrays.toString(method.getAnnotation(ValueSource.class).booleans()));
        }
        return Arrays.stream(method.getAnnotation(MethodSource.class).value())
                .flatMap(name -> made(type, name).stream()).map(Case::of).toList();
    }

    private static Collection<?> made(Class<?> type, String factory) {
        Method method = ReflectionSupport.findMethod(type, factory).orElseThrow();
        return (Collection<?>) ReflectionSupport.invokeMethod(method, ReflectionSupport.newInstance(type));
    }

    /// Sentences about what is wrong with them: what is asked of the peer and neither shown nor impossible, and what contradicts itself.
    List<String> faults(Set<Mode> asked) {
        return Stream.concat(asked.stream().flatMap(this::unanswered),
                impossible.keySet().stream().flatMap(this::contradictions)).toList();
    }

    private Stream<String> unanswered(Mode mode) {
        Set<String> left = new TreeSet<>(casesOf(mode));
        left.removeAll(shown.getOrDefault(mode, Set.of()));
        left.removeAll(impossible.getOrDefault(mode, Set.of()));
        return left.stream().map(one -> "%s: no test shows '%s', and no @Cannot says why".formatted(mode, one));
    }

    private Stream<String> contradictions(Mode mode) {
        Set<String> all = impossible.getOrDefault(mode, Set.of());
        return Stream.concat(
                all.stream().filter(shown.getOrDefault(mode, Set.of())::contains)
                        .map(one -> "%s: '%s' is shown, although @Cannot says it is impossible".formatted(mode, one)),
                all.stream().filter(one -> !casesOf(mode).contains(one))
                        .map(one -> "%s: @Cannot names '%s', which is no case of it".formatted(mode, one)));
    }
}
