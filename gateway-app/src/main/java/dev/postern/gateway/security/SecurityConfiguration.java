package dev.postern.gateway.security;

import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import reactor.core.publisher.Mono;

/// The rules of the admin plane. What is not opened here needs a credential.
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {
    private static final String[] OPEN = {"/livez", "/readyz", "/", "/ui", "/ui/**"};

    @Bean
    SecurityWebFilterChain adminRules(ServerHttpSecurity http, Credentials credentials) {
        return http
                // The cookie is SameSite=Strict and writes with it are checked for their origin, so no token is needed besides.
                .csrf(ServerHttpSecurity.CsrfSpec::disable).httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable).logout(ServerHttpSecurity.LogoutSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(authentication(credentials), SecurityWebFiltersOrder.AUTHENTICATION)
                .authorizeExchange(rules -> rules.pathMatchers(HttpMethod.GET, OPEN).permitAll()
                        .pathMatchers(HttpMethod.HEAD, OPEN).permitAll()
                        .pathMatchers(HttpMethod.POST, SessionController.PATH).permitAll()
                        .anyExchange().authenticated())
                .exceptionHandling(refusals -> refusals
                        .authenticationEntryPoint((exchange, e) -> Mono.error(Problem.of(ProblemType.UNAUTHENTICATED,
                                "Send the admin token as a bearer token, or sign in at /ui/.")))
                        .accessDeniedHandler((exchange, e) -> Mono
                                .error(Problem.of(ProblemType.FORBIDDEN, "This credential may not do that."))))
                // HSTS would hold for every port of the name and for names below it: for localhost it would take every other server
                // on the operator's machine away. Nothing here answers in the clear anyway, and a __Host- cookie needs TLS.
                .headers(headers -> headers.hsts(ServerHttpSecurity.HeaderSpec.HstsSpec::disable))
                .build();
    }

    /// The converter already proves the credential, so what it hands over is authenticated.
    private static AuthenticationWebFilter authentication(Credentials credentials) {
        ReactiveAuthenticationManager proven = Mono::just;
        AuthenticationWebFilter filter = new AuthenticationWebFilter(proven);
        filter.setServerAuthenticationConverter(
                exchange -> Mono.defer(() -> Mono.justOrEmpty(credentials.read(exchange.getRequest()))));
        return filter;
    }

    /// No user is ever made by default: without this bean Boot would invent one, with a password in the log.
    @Bean
    ReactiveAuthenticationManager noOtherUsers() {
        return authentication -> Mono
                .error(Problem.of(ProblemType.UNAUTHENTICATED, "There are no users with passwords here."));
    }
}
