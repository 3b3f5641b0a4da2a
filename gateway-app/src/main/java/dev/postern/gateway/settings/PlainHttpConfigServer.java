package dev.postern.gateway.settings;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;

/// Refuses to take configuration over plain HTTP from another machine: whoever sits on the way would decide where our listeners bind
/// and which key opens our keys. It looks before anything is asked.
final class PlainHttpConfigServer implements EnvironmentPostProcessor, Ordered {
    private static final String SERVER = "configserver:http://";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean allowed = environment.getProperty("postern.config.allow-plain-http", Boolean.class, false);
        String imports = environment.getProperty("spring.config.import", "");
        if (!allowed) {
            Arrays.stream(imports.split("[,;]")).map(String::strip).filter(PlainHttpConfigServer::leavesTheMachine)
                    .findFirst().ifPresent(server -> {
                        throw new Refused(server);
                    });
        }
    }

    private static boolean leavesTheMachine(String location) {
        int start = location.indexOf(SERVER);
        if (start < 0) {
            return false;
        }
        String host = URI.create(location.substring(start + "configserver:".length())).getHost();
        return host == null || !LOOPBACK.contains(host);
    }

    /// Just before the configuration files and servers are read.
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }

    /// A configuration server was named with plain HTTP.
    static final class Refused extends RuntimeException {
        Refused(String location) {
            super("The configuration server in '" + location + "' is beyond this machine and spoken to in plain HTTP.");
        }
    }
}
