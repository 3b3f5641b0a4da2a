package dev.postern.gateway.distribution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// A newcomer's first minutes: the jar with the demo profile, every line that it prints pasted into a shell, the end, and a second start.
class DemoIT {
    /// Only a bound: whatever takes longer is ended, and the test then says what it printed.
    private static final long PATIENCE_SECONDS = 600;
    /// 128 and the number of the signal.
    private static final int ENDED_BY_SIGTERM = 143;
    private static final int ENDED_BY_CTRL_C = 130;

    @TempDir
    Path folder;

    @Test
    void everyPrintedLineDoesWhatItSays() throws Exception {
        try (Demo demo = start()) {
            List<String> lines = demo.linesToTry();
            assertThat(lines).hasSize(4);

            assertThat(paste(lines.getFirst())).contains("\"path\" : \"/\"", "\"early\" : false");
            assertThat(paste(lines.get(1))).contains("New, TLSv1.3", "\"resumed\" : false");
            assertThat(paste(lines.get(2))).contains("Reused, TLSv1.3", "\"resumed\" : true");
            assertThat(paste(lines.get(3))).contains("Early data was accepted", "\"early\" : true");
        }
    }

    @Test
    void endsCleanlyAndTheNextStartFindsItsData() throws Exception {
        String token;
        try (Demo demo = start()) {
            token = Files.readString(folder.resolve("data/admin-token"));
            assertThat(demo.output()).contains("Made an admin token").doesNotContain(token.strip());
            demo.terminate();
            assertThat(demo.output()).contains("Leaving: unready now").doesNotContain(" ERROR ");
        }
        try (Demo again = start()) {
            assertThat(again.output()).doesNotContain("Made an admin token", "Made a key-encryption key");
            assertThat(folder.resolve("data/admin-token")).hasContent(token.strip());
            again.interrupt();
            assertThat(again.output()).contains("Leaving: unready now").doesNotContain(" ERROR ");
        }
    }

    private Demo start() throws IOException {
        // A build that runs in the background may have been told to ignore Ctrl-C, and its children inherit that.
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT",
                Repository.ROOT.resolve("bin/postern").toString(), "--spring.profiles.active=demo", "--server.port=0",
                "--postern.listeners[0].bind=127.0.0.1:0");
        builder.environment().put("POSTERN_DATA_DIR", folder.resolve("data").toString());
        Demo demo = new Demo(builder.redirectErrorStream(true).start());
        demo.readUntil("The admin token lies in");
        return demo;
    }

    private String paste(String line) throws Exception {
        Path output = Files.createTempFile(folder, "pasted", ".txt");
        Process process = new ProcessBuilder("bash", "-c", line).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile()).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as("%s printed %s", line, printed).isTrue();
        assertThat(process.exitValue()).as("%s printed %s", line, printed).isZero();
        return printed;
    }

    /// A gateway that prints what a test reads.
    private static final class Demo implements AutoCloseable {
        private final Process process;
        private final BufferedReader reader;
        private final StringBuilder output = new StringBuilder();

        Demo(Process process) {
            this.process = process;
            this.reader = process.inputReader();
            Executor later = CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            later.execute(process::destroyForcibly);
        }

        void readUntil(String text) throws IOException {
            String line;
            while ((line = reader.readLine()) != null) {
                output.append(line).append('\n');
                if (line.contains(text)) {
                    return;
                }
            }
            throw new AssertionError("it ended without '" + text + "' and printed " + output);
        }

        String output() {
            return output.toString();
        }

        List<String> linesToTry() {
            List<String> lines = new ArrayList<>(
                    output.toString().lines().dropWhile(l -> !l.endsWith("Postern is ready"))
                            .map(String::strip).toList());
            lines.removeIf(line -> !line.startsWith("curl ") && !line.startsWith("printf "));
            return lines;
        }

        void terminate() throws Exception {
            // By its handle: Process.destroy would also close what the last lines come through.
            process.toHandle().destroy();
            awaitExit(ENDED_BY_SIGTERM);
        }

        /// What Ctrl-C does.
        void interrupt() throws Exception {
            assertThat(new ProcessBuilder("bash", "-c", "kill -INT " + process.pid()).start().waitFor()).isZero();
            awaitExit(ENDED_BY_CTRL_C);
        }

        private void awaitExit(int exitCode) throws Exception {
            reader.lines().forEach(line -> output.append(line).append('\n'));
            assertThat(process.waitFor()).as(output()).isEqualTo(exitCode);
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
