package dev.postern.tls.spring.actuate;

import dev.postern.tls.crypto.spi.CryptoProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import java.util.Map;
import java.util.TreeMap;

/// Actuator `tlscrypto`: which provider serves which primitive.
@Endpoint(id = "tlscrypto")
class CryptoEndpoint {
    private final CryptoProvider crypto;

    CryptoEndpoint(CryptoProvider crypto) {
        this.crypto = crypto;
    }

    @ReadOperation
    Map<String, String> crypto() {
        return new TreeMap<>(crypto.assignments());
    }
}
