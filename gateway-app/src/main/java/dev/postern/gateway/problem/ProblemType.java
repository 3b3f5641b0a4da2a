package dev.postern.gateway.problem;

import org.springframework.http.HttpStatus;

/// Every kind of refusal that the admin API knows. The `type` is stable: scripts compare it.
public enum ProblemType {
    UNREADABLE_BODY("unreadable-body", HttpStatus.BAD_REQUEST, "The body cannot be read"),
    INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "The request is not well formed"),
    UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "A valid token is needed"),
    FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "This is not allowed"),
    FOREIGN_ORIGIN("foreign-origin", HttpStatus.FORBIDDEN, "The request comes from another site"),
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is no such resource"),
    METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "This resource does not take this method"),
    NOT_ACCEPTABLE("not-acceptable", HttpStatus.NOT_ACCEPTABLE, "The answer cannot be given in the form asked for"),
    NAME_TAKEN("name-taken", HttpStatus.CONFLICT, "The name is taken"),
    IN_USE("in-use", HttpStatus.CONFLICT, "The object is in use"),
    DECLARED("declared", HttpStatus.CONFLICT, "The object is declared elsewhere and read-only here"),
    NOT_READABLE_HERE("not-readable-here", HttpStatus.CONFLICT, "This replica cannot read what is stored"),
    OTHER_HISTORY("other-history", HttpStatus.CONFLICT, "The store is not the one that was served"),
    STALE("stale", HttpStatus.PRECONDITION_FAILED, "The object changed since it was read"),
    TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has the wrong type"),
    INVALID("invalid", HttpStatus.UNPROCESSABLE_CONTENT, "The object cannot be accepted"),
    CERTIFICATE_REFUSED("certificate-refused", HttpStatus.UNPROCESSABLE_CONTENT, "The certificate cannot be served"),
    NOT_BUILT("not-built", HttpStatus.UNPROCESSABLE_CONTENT, "This is not built yet"),
    IF_MATCH_REQUIRED("if-match-required", HttpStatus.PRECONDITION_REQUIRED, "If-Match is required"),
    TOO_MANY_ATTEMPTS("too-many-attempts", HttpStatus.TOO_MANY_REQUESTS, "Too many attempts"),
    INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "The gateway failed"),
    STORE_UNAVAILABLE("store-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "The configuration store cannot be reached"),
    CONFIG_SERVER_UNAVAILABLE("config-server-unavailable", HttpStatus.SERVICE_UNAVAILABLE,
            "The configuration server cannot be asked");

    private final String slug;
    private final HttpStatus status;
    private final String title;

    ProblemType(String slug, HttpStatus status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /// The stable `type`.
    public String uri() {
        return "urn:postern:problem:" + slug;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }
}
