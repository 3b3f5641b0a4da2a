package dev.postern.gateway.routes;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Something worth knowing about an object, found when it was checked.
///
/// @param severity how bad
/// @param code     stable, for programs
/// @param message  for people: what is so, and what to change
public record Finding(Severity severity, String code, String message) {

    /// How bad a finding is.
    public enum Severity {
        @JsonProperty("info") INFO,
        @JsonProperty("warning") WARNING,
        /// The object cannot be used.
        @JsonProperty("error") ERROR
    }

    public static Finding info(String code, String message) {
        return new Finding(Severity.INFO, code, message);
    }

    public static Finding warning(String code, String message) {
        return new Finding(Severity.WARNING, code, message);
    }

    public static Finding error(String code, String message) {
        return new Finding(Severity.ERROR, code, message);
    }

    /// Not a field of the JSON: the severity says it.
    @JsonIgnore
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
