package dev.postern.gateway.problem;

/// One complaint about one place of what was sent.
///
/// @param pointer JSON pointer into the body; empty for the whole
/// @param code    stable, for programs
/// @param message for people: what is wrong and what to change
public record FieldError(String pointer, String code, String message) {}
