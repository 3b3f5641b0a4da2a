package dev.postern.interop.bogo;

import dev.postern.tls.config.KeyLog;
import dev.postern.tls.crypto.spi.Secret;

import java.util.HashMap;
import java.util.Map;

/// Keeps the secrets of a connection for the few cases that ask for them.
final class TrafficSecrets implements KeyLog {

    private static final String CLIENT = "CLIENT_TRAFFIC_SECRET_0";
    private static final String SERVER = "SERVER_TRAFFIC_SECRET_0";

    private final Map<String, byte[]> secrets = new HashMap<>();

    @Override
    public void log(String label, byte[] clientRandom, Secret secret) {
        secrets.put(label, secret.expose().clone());
    }

    byte[] clientTraffic() {
        return secrets.getOrDefault(CLIENT, new byte[0]);
    }

    byte[] serverTraffic() {
        return secrets.getOrDefault(SERVER, new byte[0]);
    }
}
