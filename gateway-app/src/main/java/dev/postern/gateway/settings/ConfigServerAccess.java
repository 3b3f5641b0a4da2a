package dev.postern.gateway.settings;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.cloud.config.client.ConfigClientFailFastException;
import org.springframework.cloud.config.client.ConfigServerBootstrapper.LoadContext;
import org.springframework.cloud.config.client.ConfigServerBootstrapper.LoaderInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;

/// What passes between the gateway and a configuration server: every question, at the start and at a refresh, wherever the server's
/// address came from.
///
/// Plain HTTP to another machine is refused before anything is asked: whoever sits on the way would decide where our listeners bind and
/// which key opens our keys. A server that does not answer is told in a sentence, at once.
public final class ConfigServerAccess implements EnvironmentPostProcessor, Ordered {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private final ConfigurableBootstrapContext bootstrap;

    ConfigServerAccess(ConfigurableBootstrapContext bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        bootstrap.registerIfAbsent(LoaderInterceptor.class, InstanceSupplier.of(ConfigServerAccess::ask));
    }

    private static ConfigData ask(LoadContext question) {
        String[] servers = question.getResource().getProperties().getUri();
        if (!question.getBinder().bind("postern.config.allow-plain-http", Boolean.class).orElse(false)) {
            Arrays.stream(servers).flatMap(several -> Arrays.stream(several.split(","))).map(String::strip)
                    .filter(ConfigServerAccess::leavesTheMachineInTheClear).findFirst().ifPresent(server -> {
                        throw new PlainHttpRefused(withoutCredentials(server));
                    });
        }
        try {
            return question.getInvocation().apply(question.getLoaderContext(), question.getResource());
        } catch (ConfigClientFailFastException away) {
            throw new ConfigServerUnavailable(away);
        }
    }

    private static boolean leavesTheMachineInTheClear(String server) {
        URI uri = URI.create(server);
        return !"https".equalsIgnoreCase(uri.getScheme()) && !LOOPBACK.contains(String.valueOf(uri.getHost()));
    }

    private static String withoutCredentials(String server) {
        return server.replaceFirst("//[^/]*@", "//");
    }

    /// Just before the configuration files and servers are read.
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }

    /// A configuration server was named with plain HTTP.
    public static final class PlainHttpRefused extends RuntimeException {
        private PlainHttpRefused(String server) {
            super("The configuration server '" + server + "' is beyond this machine and spoken to in plain HTTP.");
        }
    }
}
