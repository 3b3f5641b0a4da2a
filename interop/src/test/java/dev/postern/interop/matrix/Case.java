package dev.postern.interop.matrix;

/// An argument of a parameterized test that shows a case of a mode under another name than its own.
@FunctionalInterface
public interface Case {
    /// As [Mode] calls it.
    String shows();

    /// What an argument shows.
    static String of(Object argument) {
        return argument instanceof Case named ? named.shows() : argument.toString();
    }
}
