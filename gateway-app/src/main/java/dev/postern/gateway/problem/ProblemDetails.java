package dev.postern.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.routes.Finding;

import java.util.List;

/// A refusal as it is sent (RFC 9457).
///
/// @param type     stable
/// @param errors   where in the body, and what to change
/// @param usedBy   what still uses the object, for a refused deletion
/// @param findings what was found in a refused certificate
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDetails(String type, String title, int status, String detail, List<FieldError> errors,
        List<String> usedBy, List<Finding> findings) {

    static ProblemDetails of(Problem problem) {
        ProblemType type = problem.type();
        return new ProblemDetails(type.uri(), type.title(), type.status().value(), problem.detail(), problem.errors(),
                problem.usedBy(), problem.findings());
    }
}
