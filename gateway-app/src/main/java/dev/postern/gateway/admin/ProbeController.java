package dev.postern.gateway.admin;

import dev.postern.gateway.lifecycle.Readiness;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// `/livez` and `/readyz`: up or down, and nothing else, for they answer everybody.
@Hidden
@RestController
class ProbeController {
    private final Readiness readiness;

    ProbeController(Readiness readiness) {
        this.readiness = readiness;
    }

    /// On the event loop itself: whether it still turns is the question.
    @GetMapping(path = "/livez", produces = MediaType.TEXT_PLAIN_VALUE)
    Mono<String> live() {
        return Mono.just("up\n");
    }

    @GetMapping(path = "/readyz", produces = MediaType.TEXT_PLAIN_VALUE)
    Mono<ResponseEntity<String>> ready() {
        boolean ready = readiness.isReady();
        return Mono.just(ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(ready ? "up\n" : "down\n"));
    }
}
