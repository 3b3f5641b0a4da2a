package dev.postern.gateway.ui;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import java.net.URI;
import java.util.regex.Pattern;

/// The addresses of the UI. A page is an address that only the UI's own router knows, so whatever is no file gets the
/// one document; a missing asset stays missing, or a browser would take the document for a script.
@Configuration(proxyBeanMethods = false)
class UiRoutes {

    /// Asset names carry a digest of their content, so they never change.
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");
    private static final Resource DOCUMENT = file("index.html");

    @Bean
    RouterFunction<ServerResponse> uiPages() {
        return RouterFunctions.route()
                .GET("/", request -> redirect())
                .GET("/ui", request -> redirect())
                .GET("/ui/assets/{name}", request -> asset(request.pathVariable("name")))
                .GET("/ui/**", request -> page(request.path().substring("/ui/".length())))
                .build();
    }

    private static Mono<ServerResponse> redirect() {
        return ServerResponse.status(HttpStatus.PERMANENT_REDIRECT).location(URI.create("/ui/")).build();
    }

    private static Mono<ServerResponse> asset(String name) {
        return isPlain(name) && file("assets/" + name).isReadable()
                ? send(file("assets/" + name), FOREVER)
                : ServerResponse.notFound().build();
    }

    private static Mono<ServerResponse> page(String name) {
        if (isPlain(name) && file(name).isReadable()) {
            return send(file(name), ASK_AGAIN);
        }
        return DOCUMENT.isReadable() ? send(DOCUMENT, ASK_AGAIN) : withoutUi();
    }

    private static Mono<ServerResponse> withoutUi() {
        return ServerResponse.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("This gateway was built without its admin UI. The REST API is at /api/v1.\n");
    }

    private static Mono<ServerResponse> send(Resource file, String cacheControl) {
        MediaType type = MediaTypeFactory.getMediaType(file).orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ServerResponse.ok().headers(UiHeaders.with(cacheControl)).contentType(type).bodyValue(file);
    }

    /// A decoded name may hold an encoded slash, by which an attacker would climb out of the UI's folder.
    private static boolean isPlain(String name) {
        return PLAIN_NAME.matcher(name).matches();
    }

    private static Resource file(String name) {
        return new ClassPathResource("ui/" + name, UiRoutes.class.getClassLoader());
    }
}
