package dev.postern.gateway.problem;

import dev.postern.gateway.routes.Finding;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// A refusal of the admin API. Thrown anywhere below a controller; [ProblemWriter] turns it into the answer.
public final class Problem extends RuntimeException {
    private final ProblemType type;
    private final List<FieldError> errors;
    private final List<String> usedBy;
    private final List<Finding> findings;
    private final @Nullable Duration retryAfter;

    private Problem(ProblemType type, String detail, List<FieldError> errors, List<String> usedBy,
            List<Finding> findings, @Nullable Duration retryAfter) {
        // The client gets the sentence; a stack trace of a refusal says nothing more.
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.usedBy = List.copyOf(usedBy);
        this.findings = List.copyOf(findings);
        this.retryAfter = retryAfter;
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), List.of(), List.of(), null);
    }

    public static Problem of(ProblemType type, String detail, List<FieldError> errors) {
        return new Problem(type, detail, errors, List.of(), List.of(), null);
    }

    /// What was sent is well formed, but cannot be accepted.
    public static Problem invalid(List<FieldError> errors) {
        String detail = errors.size() == 1 ? errors.getFirst().message() : errors.size() + " places need a change.";
        return of(ProblemType.INVALID, detail, errors);
    }

    public static Problem invalid(String pointer, String code, String message) {
        return invalid(List.of(new FieldError(pointer, code, message)));
    }

    public static Problem notBuilt(String pointer, String message) {
        return of(ProblemType.NOT_BUILT, message, List.of(new FieldError(pointer, "notBuilt", message)));
    }

    public static Problem notFound(String what) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + ".");
    }

    public static Problem serverNameTaken(String message) {
        return of(ProblemType.NAME_TAKEN, message, List.of(new FieldError("/serverNames", "serverNameTaken", message)));
    }

    public static Problem inUse(String detail, List<String> usedBy) {
        return new Problem(ProblemType.IN_USE, detail, List.of(), usedBy, List.of(), null);
    }

    public static Problem certificateRefused(List<Finding> findings, List<FieldError> errors) {
        String detail = findings.stream().filter(Finding::isError).map(Finding::message).findFirst()
                .orElse("The certificate cannot be served.");
        return new Problem(ProblemType.CERTIFICATE_REFUSED, detail, errors, List.of(), findings, null);
    }

    public static Problem tooManyAttempts(Duration retryAfter) {
        return new Problem(ProblemType.TOO_MANY_ATTEMPTS,
                "Too many wrong tokens came. Wait " + retryAfter.toSeconds() + " seconds.", List.of(), List.of(),
                List.of(), retryAfter);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    List<FieldError> errors() {
        return errors;
    }

    List<String> usedBy() {
        return usedBy;
    }

    List<Finding> findings() {
        return findings;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
