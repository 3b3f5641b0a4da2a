package dev.postern.examples.minimal;

import dev.postern.tls.netty.TlsSession;
import dev.postern.tls.spring.EarlyDataSafe;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class MinimalApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(MinimalApplication.class, arguments);
    }

    @GetMapping("/")
    @EarlyDataSafe
    String page(TlsSession session) {
        return (session.wasEarly() ? "0-RTT" : session.info().resumed() ? "resumed" : "full handshake") + "\n";
    }

    @PostMapping("/orders")
    String order(TlsSession session) {
        return "placed, " + session.phase() + "\n";
    }
}
