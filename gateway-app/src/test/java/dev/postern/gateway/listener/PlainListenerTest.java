package dev.postern.gateway.listener;

import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class PlainListenerTest {
    @TempDir
    Path folder;

    @Test
    void speaksHttpWithoutTlsWhereItIsToldTo() throws IOException {
        try (TestGateway gateway = TestGateway.start(folder, "--postern.listeners[0].tls=false")) {
            InetSocketAddress address = gateway.bean(GatewayDataPlane.class).address(0);
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: nobody.test\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 421 ");
            }
        }
    }
}
