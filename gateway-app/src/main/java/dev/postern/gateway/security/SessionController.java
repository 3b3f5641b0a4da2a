package dev.postern.gateway.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;

/// `/api/v1/session`: the web UI exchanges the token for a cookie that scripts cannot read.
@RestController
@RequestMapping(SessionController.PATH)
class SessionController {
    static final String PATH = "/api/v1/session";
    private final Credentials credentials;
    private final Sessions sessions;
    private final Origins origins;

    SessionController(Credentials credentials, Sessions sessions, Origins origins) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.origins = origins;
    }

    /// @param token the admin token
    @Schema(name = "SessionRequest")
    record SessionRequest(
            @Schema(requiredMode = RequiredMode.REQUIRED, accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable String token) {
        /// Never the token.
        @Override
        public String toString() {
            return "SessionRequest[]";
        }
    }

    /// @param expiresAt null for a request with a bearer token
    @Schema(name = "Session")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SessionView(@Schema(requiredMode = RequiredMode.REQUIRED) String actor, @Nullable Instant expiresAt) {}

    @PostMapping
    ResponseEntity<Void> signIn(@RequestBody SessionRequest input,
            @Parameter(hidden = true) ServerHttpRequest request) {
        // Signing somebody in from another site would make him work under a foreign account.
        if (request.getHeaders().getFirst(HttpHeaders.ORIGIN) != null) {
            origins.require(request);
        }
        credentials.requireToken(input.token() == null ? "" : input.token(), request);
        return answer(sessions.open(Credentials.ADMIN), null);
    }

    @GetMapping
    SessionView who(Principal actor,
            @CookieValue(name = Credentials.COOKIE, required = false) @Parameter(hidden = true) @Nullable String id) {
        Instant expiresAt = id == null ? null : sessions.find(id).map(Sessions.Session::expiresAt).orElse(null);
        return new SessionView(actor.getName(), expiresAt);
    }

    @DeleteMapping
    ResponseEntity<Void> signOut(
            @CookieValue(name = Credentials.COOKIE, required = false) @Parameter(hidden = true) @Nullable String id) {
        if (id != null) {
            sessions.close(id);
        }
        return answer("", Duration.ZERO);
    }

    /// @param maxAge zero deletes the cookie; null keeps it until the browser ends
    private static ResponseEntity<Void> answer(String id, @Nullable Duration maxAge) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(Credentials.COOKIE, id).path("/").secure(true)
                .httpOnly(true).sameSite("Strict");
        if (maxAge != null) {
            cookie.maxAge(maxAge);
        }
        return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.build().toString()).build();
    }
}
