package dev.postern.gateway.admin;

import dev.postern.gateway.lifecycle.StartLines;
import dev.postern.gateway.settings.PosternProperties;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.util.List;

/// Where the admin plane is and where its token lies; never the token.
@Component
@Order(2)
final class AdminLines implements StartLines {
    private final ReactiveWebServerApplicationContext context;
    private final PosternProperties settings;

    AdminLines(ReactiveWebServerApplicationContext context, PosternProperties settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public List<String> lines() {
        var server = context.getWebServer();
        int port = server == null ? 0 : server.getPort();
        return List.of("Admin UI: https://localhost:" + port + "/ui/ (REST below /api/v1)",
                "The admin token lies in " + settings.adminToken().toAbsolutePath().normalize());
    }
}
