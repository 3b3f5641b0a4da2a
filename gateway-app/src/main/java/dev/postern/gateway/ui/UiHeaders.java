package dev.postern.gateway.ui;

import org.springframework.http.HttpHeaders;

import java.util.function.Consumer;

/// What every file of the UI is sent with, so that a page can do nothing but show our own files and ask our own API.
final class UiHeaders {

    /// No inline script or style, not even with a nonce, so the pages stay static files. React sets styles through the
    /// object model, which the policy does not govern, and the theme's variables are a constructed style sheet
    /// (`admin-ui/src/app/theme-sheet.ts`). Trusted Types close the doors through which markup becomes script.
    static final String CONTENT_SECURITY_POLICY = String.join("; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    private UiHeaders() {}

    static Consumer<HttpHeaders> with(String cacheControl) {
        return headers -> {
            headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("X-Frame-Options", "DENY");
            headers.setCacheControl(cacheControl);
        };
    }
}
