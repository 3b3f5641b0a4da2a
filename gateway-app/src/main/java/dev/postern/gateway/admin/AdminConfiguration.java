package dev.postern.gateway.admin;

import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.netty.TlsObserver;
import dev.postern.tls.netty.TlsPolicySelector;
import dev.postern.tls.netty.TlsServerContext;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.netty.resources.LoopResources;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PosternProperties.class)
class AdminConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SnapshotHolder snapshotHolder() {
        return new SnapshotHolder();
    }

    @Bean
    CurrentSettings currentSettings(PosternProperties settings) {
        return new CurrentSettings(settings);
    }

    /// Loops of its own: with the global ones, a context that closes takes away those of every other in the process.
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory own = new ReactorResourceFactory();
        own.setUseGlobalResources(false);
        own.setLoopResourcesSupplier(() -> LoopResources.create("admin"));
        own.setShutdownQuietPeriod(Duration.ZERO);
        return own;
    }

    /// Nobody is told of its handshakes: meters and journal are about the gateway's clients, and the UI would watch itself.
    @Bean
    TlsServerContext adminTls(EngineEnvironment environment, TlsPolicySelector policies) {
        return new TlsServerContext(environment, policies, TlsObserver.NONE, List.of("h2", "http/1.1"));
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }

    /// A field that nobody knows is a typing error, and a duplicate one is read differently by every parser.
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return builder -> builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }

    @Bean
    OpenAPI postern() {
        SecurityScheme bearer = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
        return new OpenAPI()
                .info(new Info().title("Postern admin API").version("v1")
                        .description(
                                "Certificates, hosts, routes and upstreams of a Postern gateway, and what it sees."))
                .servers(List.of(new Server().url("/")))
                .components(new Components().addSecuritySchemes("token", bearer))
                .security(List.of(new SecurityRequirement().addList("token")));
    }
}
