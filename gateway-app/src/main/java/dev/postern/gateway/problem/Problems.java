package dev.postern.gateway.problem;

import dev.postern.gateway.settings.ConfigServerAccess;
import dev.postern.gateway.settings.ConfigServerUnavailable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Says what an exception means to whoever sent the request.
final class Problems {
    private Problems() {}

    static Problem of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            Problem known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return error instanceof ResponseStatusException status ? ofStatus(status)
                : Problem.of(ProblemType.INTERNAL, "The gateway's log says more.");
    }

    private static @Nullable Problem known(Throwable cause) {
        return switch (cause) {
            case Problem problem -> problem;
            case JacksonException json -> unreadable(json);
            case DataBufferLimitException _ -> Problem.of(ProblemType.TOO_LARGE, "The body is longer than 1 MiB.");
            case DataAccessException _,TransactionException _ -> Problem.of(ProblemType.STORE_UNAVAILABLE,
                    "The database did not answer. What is configured is served on; try again later.");
            case ConfigServerUnavailable _,ConfigServerAccess.PlainHttpRefused _ -> Problem
                    .of(ProblemType.CONFIG_SERVER_UNAVAILABLE, cause.getMessage() + " The settings stay as they were.");
            default -> null;
        };
    }

    private static Problem unreadable(JacksonException error) {
        FieldError place = switch (error) {
            case UnrecognizedPropertyException unknown -> new FieldError(pointer(error), "unknownField",
                    "There is no field '" + unknown.getPropertyName() + "' here" + knownFields(unknown));
            case InvalidFormatException format -> new FieldError(pointer(error), "invalidValue", allowed(format));
            case MismatchedInputException _ -> new FieldError(pointer(error), "wrongType",
                    "This value has the wrong JSON type.");
            default -> new FieldError("", "malformedJson", "The body is not well-formed JSON, at line "
                    + error.getLocation().getLineNr() + ", column " + error.getLocation().getColumnNr() + ".");
        };
        return Problem.of(ProblemType.UNREADABLE_BODY, place.message(), List.of(place));
    }

    private static String knownFields(UnrecognizedPropertyException unknown) {
        var known = unknown.getKnownPropertyIds();
        return known == null ? "."
                : "; known are: "
                        + known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")) + ".";
    }

    private static String allowed(InvalidFormatException format) {
        Class<?> type = format.getTargetType();
        if (type == null || !type.isEnum()) {
            return "This value cannot be read.";
        }
        String values = Arrays.stream(type.getFields()).filter(java.lang.reflect.Field::isEnumConstant)
                .map(field -> field.getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class))
                .map(name -> name == null ? "" : name.value()).filter(name -> !name.isEmpty())
                .collect(Collectors.joining(", "));
        return "'" + format.getValue() + "' is none of: " + values + ".";
    }

    private static String pointer(JacksonException error) {
        StringBuilder pointer = new StringBuilder();
        for (Reference step : error.getPath()) {
            String name = step.getPropertyName();
            // RFC 6901 3: '~' and '/' are escaped
            pointer.append('/').append(
                    name == null ? Integer.toString(step.getIndex()) : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static Problem ofStatus(ResponseStatusException error) {
        String reason = error.getReason() == null ? "The request is not well formed." : error.getReason();
        return switch (HttpStatus.resolve(error.getStatusCode().value())) {
            case NOT_FOUND -> Problem.of(ProblemType.NOT_FOUND, "There is nothing at this address.");
            case METHOD_NOT_ALLOWED -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, reason);
            case NOT_ACCEPTABLE -> Problem.of(ProblemType.NOT_ACCEPTABLE, "This resource answers with JSON.");
            case CONTENT_TOO_LARGE -> Problem.of(ProblemType.TOO_LARGE, reason);
            case UNSUPPORTED_MEDIA_TYPE -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, reason);
            case FORBIDDEN -> Problem.of(ProblemType.FORBIDDEN, reason);
            case UNAUTHORIZED -> Problem.of(ProblemType.UNAUTHENTICATED, reason);
            case BAD_REQUEST -> Problem.of(ProblemType.INVALID_REQUEST, reason);
            case null, default -> Problem.of(
                    error.getStatusCode().is4xxClientError() ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL,
                    reason);
        };
    }
}
