package dev.postern.tls.spring;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.earlydata.ClientHelloRecorder;
import dev.postern.tls.earlydata.ReplayGuard;
import dev.postern.tls.earlydata.ReplayStore;
import dev.postern.tls.netty.TlsObserver;
import dev.postern.tls.netty.TlsPolicySelector;
import dev.postern.tls.netty.TlsServerContext;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketKeyRing;
import dev.postern.tls.psk.TicketKeySource;
import dev.postern.tls.reactor.TlsServerCustomizer;
import dev.postern.tls.spring.timeout.ExchangeTimeoutsArgumentResolver;
import dev.postern.tls.spring.timeout.ExchangeTimeoutsWebFilter;
import dev.postern.tls.spring.timeout.TimedExchanges;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.server.WebFilter;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Secures the application's Reactor Netty server with Postern's engine.
///
/// Beans to replace: [TlsPolicySelector], [ReplayStore], [TicketKeySource], [CryptoProvider], [TlsServerContext]; to add, any number of
/// them: [TlsObserver], [EarlyRequestObserver].
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(NettyServerCustomizer.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnProperty(prefix = "postern.tls", name = "enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(TlsProperties.class)
public final class TlsAutoConfiguration {
    /// Entries of the in-memory replay store: at [ClientHelloRecorder#BYTES_PER_ENTRY] each, 11.5 MB at most.
    private static final int REPLAY_ENTRIES = 1 << 18;
    /// A minute is what a look every minute may be late, another one for a machine that is busy.
    private static final Duration ROTATION = TicketKeyRing.LONGEST_PERIOD.minusMinutes(2);

    TlsAutoConfiguration(Environment environment) {
        ConflictingSettings.check(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    CryptoProvider posternCryptoProvider() {
        return CryptoProviders.fastest();
    }

    @Bean
    @ConditionalOnMissingBean
    EngineEnvironment posternEngineEnvironment(CryptoProvider crypto) {
        SecureRandom random = new SecureRandom();
        return new EngineEnvironment(crypto, random::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    }

    @Bean
    @ConditionalOnMissingBean
    TlsServerContext posternTlsServerContext(EngineEnvironment environment, TlsPolicySelector selector,
            ObjectProvider<TlsObserver> observers) {
        List<TlsObserver> all = observers.orderedStream().toList();
        return new TlsServerContext(environment, selector, TlsObserver.all(all), List.of("h2", "http/1.1"));
    }

    /// Applied last by Spring Boot, so that its protocol list does not survive.
    @Bean
    NettyServerCustomizer posternNettyServerCustomizer(TlsServerContext context) {
        return new TlsServerCustomizer(context)::apply;
    }

    @Bean
    WebFilter posternEarlyDataWebFilter(TlsProperties properties, ObjectProvider<HandlerMapping> mappings,
            ObjectProvider<EarlyRequestObserver> observers) {
        return new EarlyDataWebFilter(properties.earlyData().defaultAction(), safety(mappings),
                new EarlyRequestObservers(observers.orderedStream().toList()));
    }

    @Bean
    EarlyDispatchWebFilter posternEarlyDispatchWebFilter(TlsProperties properties,
            ObjectProvider<HandlerMapping> mappings) {
        return new EarlyDispatchWebFilter(properties.earlyData().defaultAction(), safety(mappings));
    }

    private static Supplier<EarlyDataSafety> safety(ObjectProvider<HandlerMapping> mappings) {
        return SingletonSupplier.of(() -> new EarlyDataSafety(mappings.stream().toList()));
    }

    /// Its order alone does not make it the last: filters without one are of the lowest, too, and may be defined later.
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebHttpHandlerBuilderCustomizer posternEarlyDispatchLast(EarlyDispatchWebFilter last) {
        return builder -> builder.filters(filters -> {
            filters.remove(last);
            filters.add(last);
        });
    }

    @Bean
    WebFluxConfigurer posternTlsSessionArguments() {
        return new WebFluxConfigurer() {
            @Override
            public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                configurer.addCustomResolver(new TlsSessionArgumentResolver(), new ExchangeTimeoutsArgumentResolver());
            }
        };
    }

    @Bean
    WebFilter posternExchangeTimeoutsWebFilter() {
        return new ExchangeTimeoutsWebFilter();
    }

    @Bean
    TimedExchanges posternTimedExchanges() {
        return new TimedExchanges(Schedulers.parallel());
    }

    /// Certificates from SSL bundles, unless the application chooses its policies itself.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(TlsPolicySelector.class)
    static class FromBundles {
        @Bean
        BundlePolicies posternTlsPolicySelector(SslBundles bundles, TlsProperties properties,
                EngineEnvironment environment, TicketKeySource keys, ObjectProvider<ReplayStore> stores) {
            RandomSource random = environment.random();
            long issuer = java.nio.ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong();
            Duration freshness = properties.earlyData().freshnessWindow();
            ReplayStore shared = stores.getIfAvailable();
            ReplayStore store = shared != null ? shared
                    : new ClientHelloRecorder(environment.time(), random, freshness.multipliedBy(2), REPLAY_ENTRIES);
            ReplayGuard guard = new ReplayGuard(store, issuer, shared == null, () -> false,
                    environment.time().currentMillis());
            StatelessTickets tickets = new StatelessTickets(environment.crypto(), random, keys);
            return new BundlePolicies(bundles, properties,
                    new PolicyCompiler(environment, properties, tickets, guard, issuer));
        }

        @Bean
        @ConditionalOnMissingBean
        TicketKeySource posternTicketKeys(EngineEnvironment environment) {
            return new TicketKeyRing(environment.random(), ROTATION, environment.time().currentMillis());
        }

        /// Looks every minute whether the ticket keys are due.
        @Bean(destroyMethod = "dispose")
        Disposable posternTicketKeyRotation(TicketKeySource keys, EngineEnvironment environment) {
            return keys instanceof TicketKeyRing ring ? Schedulers.parallel().schedulePeriodically(
                    () -> ring.advance(environment.time().currentMillis()), 1, 1, java.util.concurrent.TimeUnit.MINUTES)
                    : () -> {
                    };
        }
    }
}
