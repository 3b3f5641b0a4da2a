package dev.postern.tls.spring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/// Settings that cannot work stop the start with what to change.
class TlsConfigurationFailureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --spring.main.banner-mode=off                                      | postern.tls.bundle is not set          | Set postern.tls.bundle
            --postern.tls.bundle=nobody                                        | names the SSL bundle 'nobody'          | spring.ssl.bundle.pem.nobody
            --postern.tls.bundle=web --server.ssl.bundle=web                   | Both server.ssl.* and postern.tls.*    | Remove server.ssl.*
            --postern.tls.bundle=web --management.server.port=0                | opens a second server                  | management.server.ssl.bundle
            --postern.tls.bundle=web --postern.tls.groups=x448                 | names 'x448', which is not known       | Use one of X25519MLKEM768
            --postern.tls.bundle=web --postern.tls.client-auth=require         | has no trust store                     | truststore.certificate
            --postern.tls.bundle=web --postern.tls.cipher-suites=NULL          | names 'NULL', which is not known       | Use one of TLS_AES_128_GCM_SHA256
            --postern.tls.bundle=web --postern.tls.early-data.issue-max-bytes=16385 | takes 0 to 16384 bytes of early data | Set it to 16384 or less
            --postern.tls.bundle=web --postern.tls.early-data.issue-max-bytes=-1 | takes 0 to 16384 bytes of early data | Set it to 16384 or less
            """)
    void saysWhatIsWrongAndWhatToChange(String arguments, String problem, String action) {
        TlsConfigurationException failure = failureOf(arguments);
        FailureAnalysis analysis = new TlsConfigurationFailureAnalyzer().analyze(failure);

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(problem);
        assertThat(analysis.getAction()).contains(action);
    }

    @Test
    void leavesAManagementPortAloneThatHasTlsOfItsOwnOrIsOff() {
        ConflictingSettings.check(environment("management.server.port", "9001", "management.server.ssl.bundle", "web"));
        ConflictingSettings.check(environment("management.server.port", "-1"));
        ConflictingSettings.check(environment("server.ssl.bundle", "web", "server.ssl.enabled", "false"));
    }

    private static StandardEnvironment environment(String... pairs) {
        StandardEnvironment environment = new StandardEnvironment();
        java.util.Map<String, Object> values = new java.util.HashMap<>();
        for (int index = 0; index < pairs.length; index += 2) {
            values.put(pairs[index], pairs[index + 1]);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return environment;
    }

    private static TlsConfigurationException failureOf(String arguments) {
        SpringApplication application = new SpringApplication(TestApplication.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        String[] all = (arguments + " --server.port=0 " + TestApplication.bundleArguments()).trim().split("\\s+");
        try {
            application.run(all).close();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof TlsConfigurationException found) {
                    return found;
                }
            }
            throw e;
        }
        throw new AssertionError("the application started with " + arguments);
    }
}
