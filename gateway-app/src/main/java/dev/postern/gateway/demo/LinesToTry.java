package dev.postern.gateway.demo;

import dev.postern.gateway.lifecycle.DataPlane;
import dev.postern.gateway.lifecycle.StartLines;
import dev.postern.gateway.settings.PosternProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.List;

/// Commands for a newcomer: a request, a resumed one, an early one.
@Component
@Order(1)
@ConditionalOnBooleanProperty("postern.demo")
final class LinesToTry implements StartLines {
    private final PosternProperties settings;
    private final DataPlane dataPlane;

    LinesToTry(PosternProperties settings, DataPlane dataPlane) {
        this.settings = settings;
        this.dataPlane = dataPlane;
    }

    @Override
    public List<String> lines() {
        int port = dataPlane.bound().stream().mapToInt(DataPlane.Bound::port).filter(given -> given > 0).findFirst()
                .orElse(0);
        if (port == 0) {
            return List.of();
        }
        Path authority = Demo.authorityFile(settings);
        String connect = "openssl s_client -connect 127.0.0.1:" + port + " -servername " + Demo.HOST + " -CAfile "
                + authority + " -alpn http/1.1 -ign_eof";
        String request = "printf 'GET / HTTP/1.1\\r\\nHost: " + Demo.HOST + "\\r\\nConnection: close\\r\\n\\r\\n'";
        return List.of("", "A request:",
                "  curl --cacert " + authority + " --resolve " + Demo.HOST + ":" + port + ":127.0.0.1 https://"
                        + Demo.HOST
                        + ":" + port + "/",
                "A session, kept, then resumed:",
                "  " + request + " | " + connect + " -sess_out session.pem",
                "  " + request + " | " + connect + " -sess_in session.pem",
                "The same request as early data (0-RTT):",
                "  " + request + " > request.txt && " + connect + " -sess_in session.pem -early_data request.txt", "");
    }
}
