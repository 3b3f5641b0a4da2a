package dev.postern.gateway.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The front of `examples/descriptor-front`, as a process.
final class DescriptorFront implements AutoCloseable {
    private static final Path PROGRAM = Path.of("").toAbsolutePath().getParent()
            .resolve("examples/descriptor-front/front.py");

    private final Process process;
    private final int port;

    DescriptorFront(Path handoverSocket, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", PROGRAM.toString(), "--listen", "127.0.0.1:0",
                "--postern", handoverSocket.toString()));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
        if (line == null) {
            throw new IOException("the front did not start");
        }
        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
