package dev.postern.gateway.settings;

import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class StartMistakesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--spring.config.import=optional:configserver:http://config.example:8888",
        "--spring.config.import=configserver:http://user:hidden@config.example:8888",
        "--spring.config.import=configserver: --spring.cloud.config.uri=http://127.0.0.1:1,http://config.example:8888",
        "--spring.config.import=configserver: --spring.cloud.config.uri=http://config.example:8888"})
    void configurationOverPlainHttpNeedsASwitch(String options, CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder, options.split(" ")))
                .isInstanceOf(ConfigServerAccess.PlainHttpRefused.class);
        assertThat(output).contains("APPLICATION FAILED TO START")
                .contains("The configuration server 'http://config.example:8888' is beyond this machine")
                .contains("postern.config.allow-plain-http=true").doesNotContain("\tat ", "hidden");
    }

    @Test
    void configurationOverPlainHttpIsRefusedToAFileToo(CapturedOutput output) throws IOException {
        Files.writeString(folder.resolve("application.yaml"),
                "spring.config.import: optional:configserver:http://config.example:8888\n");
        assertThatThrownBy(() -> TestGateway.start(folder, "--spring.config.additional-location=file:" + folder + "/"))
                .isInstanceOf(ConfigServerAccess.PlainHttpRefused.class);
        assertThat(output).contains("postern.config.allow-plain-http=true").doesNotContain("\tat ");
    }

    @Test
    void aConfigurationServerThatDoesNotAnswerSaysWhatToDo(CapturedOutput output) throws IOException {
        try (Socket nobodyListens = new Socket()) {
            nobodyListens.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String server = "http://127.0.0.1:" + nobodyListens.getLocalPort();
            assertThatThrownBy(() -> TestGateway.start(folder, "--spring.config.import=configserver:" + server))
                    .isInstanceOf(ConfigServerUnavailable.class);
            assertThat(output).contains("The configuration server did not give the settings").contains(server)
                    .contains("optional:configserver:").doesNotContain("\tat ");
            try (TestGateway local = TestGateway.start(folder,
                    "--spring.config.import=optional:configserver:" + server)) {
                local.stranger().get().uri("/readyz").exchange().expectStatus().isOk();
            }
        }
    }

    @Test
    void aWrongEncryptionKeySaysHowToMakeOne(CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder, "--postern.keys.encryption-key=c2hvcnQ="))
                .hasStackTraceContaining("The key-encryption key in postern.keys.encryption-key is not");
        assertThat(output).contains("openssl rand -base64 32").doesNotContain("c2hvcnQ=");
    }

    @Test
    void aDatabaseBeyondThisMachineIsVerified(CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder,
                "--spring.datasource.url=jdbc:postgresql://db.example/postern?sslmode=require&password=hidden"))
                .hasStackTraceContaining("db.example is beyond this machine");
        assertThat(output).contains("APPLICATION FAILED TO START", "sslmode=verify-full",
                "postern.database.allow-plain=true").doesNotContain("\tat ", "hidden");
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed(CapturedOutput output) throws IOException {
        Path file = folder.resolve("token");
        String option = "--postern.admin.token-file=" + file;
        assertThatThrownBy(() -> TestGateway.start(folder, option))
                .hasStackTraceContaining("postern.admin.token-file names " + file + ", which cannot be read");
        assertThat(output).contains("APPLICATION FAILED TO START", "openssl rand -base64 32").doesNotContain("\tat ");
        Files.writeString(file, "short\n");
        assertThatThrownBy(() -> TestGateway.start(folder, option)).hasStackTraceContaining("is shorter than 16");
        Files.writeString(file, "a token of many replicas\n");
        try (TestGateway gateway = TestGateway.start(folder, option)) {
            assertThat(folder.resolve("admin-token")).doesNotExist();
            assertThat(output).contains("The admin token lies in " + file);
            gateway.stranger().get().uri("/api/v1/hosts").header("Authorization", "Bearer a token of many replicas")
                    .exchange().expectStatus().isOk();
        }
    }

    @Test
    void aTakenPortOfAListenerIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> TestGateway.start(folder, "--postern.listeners[0].bind=" + address))
                    .hasStackTraceContaining(address);
            assertThat(output).contains("The listener 'data' cannot listen on " + address)
                    .contains("--postern.listeners[0].bind=").doesNotContain("\tat ");
        }
    }

    @Test
    void aTakenPortOfTheAdminPlaneIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> TestGateway.start(folder, "--server.port=" + port))
                    .isInstanceOf(RuntimeException.class);
            assertThat(output).contains("The admin plane cannot listen on port " + port).contains("--server.port=")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --postern.tls.enabled=false                                    | would leave the admin plane, and its token, in the clear | set postern.tls.bundle=admin
            --server.ssl.bundle=postern-admin                              | server.ssl.* is set                                      | Remove server.ssl.*. To give the admin plane a certificate
            --postern.tls.bundle=nobody                                    | names the SSL bundle 'nobody'                            | spring.ssl.bundle.pem.nobody
            --postern.tls.early-data.accept=true                           | into the admin plane                                     | earlyData in /api/v1/hosts
            --postern.tls.early-data.issue-max-bytes=1                     | into the admin plane                                     | earlyData in /api/v1/hosts
            --spring.ssl.bundle.pem.postern-admin.keystore.certificate=x   | keeps its self-signed certificate under that name        | Give the bundle another name
            --management.server.port=0                                     | opens a second server                                    | remove management.server.port
            """)
    void aWrongSettingOfTheAdminPlanesTlsSaysWhatToChange(String setting, String problem, String action,
            CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder, setting)).isInstanceOf(RuntimeException.class);
        assertThat(output).contains("APPLICATION FAILED TO START").contains(problem).contains(action)
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --postern.replay.url=redis://redis.example:6379                                     | is beyond this machine and spoken to in plain text | postern.replay.allow-plain=true
            --postern.replay.url=rediss://user:hidden@redis.example                             | holds credentials                                  | postern.replay.password-file
            --postern.replay.url=http://127.0.0.1:6379                                          | is no URL of a Redis                               | rediss://host:6379
            --postern.replay.url=redis://127.0.0.1/first                                        | ends in no database number                         | rediss://host:6379/1
            --postern.replay.url=redis://127.0.0.1 --postern.replay.window=61s                  | longer than a shared store remembers               | 60s or less
            --postern.replay.url=redis://127.0.0.1 --postern.replay.password-file=/does/not/exist | password of the replay store cannot be read      | may read in postern.replay.password-file
            """)
    void aReplayStoreThatCannotBeUsedSaysWhatToChange(String settings, String problem, String action,
            CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder, settings.split(" "))).isInstanceOf(RuntimeException.class);
        assertThat(output).contains("APPLICATION FAILED TO START").contains(problem).contains(action)
                .doesNotContain("\tat ", "hidden");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --postern.listeners[0].name=data                                                                                | needs one of bind
            --postern.listeners[0].bind=127.0.0.1:0 --postern.listeners[0].handover.socket=/tmp/x                           | not both
            --postern.listeners[0].handover.socket=/tmp/x --postern.listeners[0].tls=false                                  | begins with its ClientHello
            --postern.listeners[0].handover.socket=/does/not/exist/x --postern.listeners[0].name=handed                     | The listener 'handed' cannot listen on unix:/does/not/exist/x
            --postern.listeners[0].handover.socket=/does/not/exist/x --postern.listeners[0].handover.group=x                | make it, for the user of the gateway alone
            """)
    void aListenerThatCannotBeSaysWhatToChange(String settings, String sentence, CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.startWith(folder, settings.split(" ")))
                .isInstanceOf(RuntimeException.class);
        assertThat(output).contains("APPLICATION FAILED TO START").contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void aLimitOutOfBoundsNamesTheSettingAndTheBound(CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder, "--postern.limits.client-hello-bytes=70000"))
                .hasStackTraceContaining("ConfigurationPropertiesBindException");
        assertThat(output).contains("postern.limits.clientHelloBytes").contains("65536");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --postern.early-data.lease=0s                       | postern.early-data.lease is from 1s to 10m, got 0s
            --postern.early-data.lease=11m                      | postern.early-data.lease is from 1s to 10m, got 11m
            --postern.early-data.max-unconfirmed=0              | postern.earlyData.maxUnconfirmed
            --postern.early-data.max-questions=0                | postern.earlyData.maxQuestions
            --postern.tickets.rotation-period=13h               | postern.tickets.rotation-period is from 1s to 12h, got 13h
            --postern.tickets.lifetime=8d                       | postern.tickets.lifetime is from 1s to 7d, got 8d
            --postern.tickets.count=17                          | postern.tickets.count
            --postern.tickets.max-kept=0                        | postern.tickets.maxKept
            --postern.replay.window=0s                          | postern.replay.window is from 10ms to 1d, got 0s
            --postern.replay.budget=0s                          | postern.replay.budget is from 1ms to 1m, got 0s
            --postern.replay.max-entries=63                     | must be greater than or equal to 64
            --postern.replay.zone=East                          | is 1 to 32 of a-z, 0-9 and -
            --postern.database.poll=5ms                         | postern.database.poll is from 100ms to 1m, got 5ms
            --postern.limits.confirmation=0s                    | postern.limits.confirmation is from 1ms to 1d, got 0s
            --postern.listeners[0].client-hello=0s              | client-hello of the listener data is from 1ms to 1d, got 0s
            --postern.listeners[0].early-data-max-bytes=-1      | postern.listeners[0].earlyDataMaxBytes
            --postern.listeners[0].handover.socket=/tmp/x --postern.listeners[0].handover.uids[0]=-1 | handover.uids[0]
            --postern.admin.session-lifetime=0s                 | postern.admin.session-lifetime is from 1m to 30d, got 0s
            --postern.leave.drain=-1s                           | postern.leave.drain is from 0s to 1h, got -1s
            """)
    void aSettingOutOfBoundsNamesItselfAndTheBounds(String settings, String sentence, CapturedOutput output) {
        String[] options = settings.split(" ");
        assertThatThrownBy(() -> TestGateway.startWith(folder, options.length > 1 ? options
                : new String[]{settings, "--postern.listeners[0].bind=127.0.0.1:0"}))
                .isInstanceOf(RuntimeException.class);
        assertThat(output).contains("APPLICATION FAILED TO START").contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void aProxyThatIsNoNetworkSaysWhatToWrite(CapturedOutput output) {
        assertThatThrownBy(() -> TestGateway.start(folder, "--postern.listeners[0].trusted-proxies=10.0.0.0/33"))
                .hasStackTraceContaining("ConfigurationPropertiesBindException");
        assertThat(output).contains("postern.listeners[0].trusted-proxies")
                .contains("write a prefix from 0 to 32");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8,10.1.2.3,true", "10.0.0.0/8,11.0.0.1,false", "192.0.2.7,192.0.2.7,true",
        "192.0.2.7,192.0.2.6,false", "fd00::/8,fd12::1,true", "0.0.0.0/0,::1,false", "10.128.0.0/9,10.127.0.1,false"})
    void aNetworkContainsItsAddresses(String network, String address, boolean contained) {
        assertThat(NetworkAddress.valueOf(network).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8443", "0.0.0.0", "a.example:1", "1.2.3.4:99999", ":1", "[::1:5"})
    void aListenerBindsAnAddressAndAPort(String text) {
        assertThatThrownBy(() -> BindAddress.valueOf(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListenerInTheClearStaysOnLoopback() {
        assertThatThrownBy(() -> listener("0.0.0.0:8080", false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only a loopback address");
        assertThat(listener("127.0.0.1:8080", false).tls()).isFalse();
        assertThat(listener("0.0.0.0:8443", true).tls()).isTrue();
    }

    private static PosternProperties.Listener listener(String bind, boolean tls) {
        Duration any = Duration.ofSeconds(1);
        return new PosternProperties.Listener("data", BindAddress.valueOf(bind), null, any, any, any, any, any, 0, 1,
                List.of(), tls);
    }

    @Test
    void addressesOfBothFamiliesAreTaken() {
        assertThat(BindAddress.valueOf("[::]:8443").port()).isEqualTo(8443);
        assertThat(BindAddress.valueOf("0.0.0.0:0")).hasToString("0.0.0.0:0");
    }
}
