package dev.postern.gateway.admin;

import dev.postern.tls.crypto.CryptoProviders;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.TreeMap;

/// Actuator `tlscrypto`: which provider serves which primitive.
@Component
@Endpoint(id = "tlscrypto")
class CryptoEndpoint {

    @ReadOperation
    Map<String, String> crypto() {
        return new TreeMap<>(CryptoProviders.assignments());
    }
}
