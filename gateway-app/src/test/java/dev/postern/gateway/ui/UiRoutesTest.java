package dev.postern.gateway.ui;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;

class UiRoutesTest {

    private final WebTestClient client = WebTestClient.bindToRouterFunction(new UiRoutes().uiPages()).build();

    @Test
    void everyPageIsTheOneDocument() {
        for (String page : new String[]{"/ui/", "/ui/hosts", "/ui/hosts/h1?tab=routes"}) {
            client.get().uri(page).exchange()
                    .expectStatus().isOk()
                    .expectHeader().contentTypeCompatibleWith("text/html")
                    .expectHeader().valueEquals("Cache-Control", "no-cache")
                    .expectBody(String.class).value(body -> assertThat(body).contains("<div id=\"root\">"));
        }
    }

    @Test
    void policyForbidsInlineAndForeignCode() {
        client.get().uri("/ui/").exchange()
                .expectHeader().value("Content-Security-Policy", policy -> {
                    assertThat(policy)
                            .contains("default-src 'none'", "script-src 'self'", "style-src 'self'",
                                    "frame-ancestors 'none'")
                            .doesNotContain("unsafe", "http", "data:", "*");
                });
    }

    @Test
    void servesFilesOfTheTopLevelAsThemselves() {
        client.get().uri("/ui/favicon.svg").exchange()
                .expectStatus().isOk()
                .expectHeader().contentType("image/svg+xml");
    }

    @Test
    void missingAssetIsNotTheDocument() {
        client.get().uri("/ui/assets/gone.js").exchange().expectStatus().isNotFound();
    }

    @Test
    void nothingOutsideTheUiIsReachable() {
        for (String way : new String[]{"/ui/../application.yaml", "/ui/%2e%2e/application.yaml",
            "/ui/..%2fapplication.yaml", "/ui/assets/..%2f..%2fapplication.yaml"}) {
            client.get().uri(URI.create(way)).exchange()
                    .expectBody(String.class).value(body -> assertThat(String.valueOf(body)).doesNotContain("spring"));
        }
    }

    @Test
    void bareAddressLeadsToTheUi() {
        for (String way : new String[]{"/", "/ui"}) {
            client.get().uri(way).exchange()
                    .expectStatus().isEqualTo(HttpStatus.PERMANENT_REDIRECT)
                    .expectHeader().location("/ui/");
        }
    }
}
