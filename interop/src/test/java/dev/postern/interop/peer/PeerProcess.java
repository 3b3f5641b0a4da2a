package dev.postern.interop.peer;

import dev.postern.interop.engine.Deadline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// A peer's process: what it prints is kept and waited for, and it never outlives its test.
public final class PeerProcess implements AutoCloseable {
    private final List<String> command;
    private final Process process;
    private final StringBuilder output = new StringBuilder();
    private boolean ended;

    public PeerProcess(List<String> command) {
        this(command, Map.of());
    }

    /// @param environment more of it than what this process has
    public PeerProcess(List<String> command, Map<String, String> environment) {
        this.command = List.copyOf(command);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new AssertionError(command + " did not start", e);
        }
        Thread.ofPlatform().daemon().name("output of " + command.getFirst()).start(this::collectOutput);
    }

    private void collectOutput() {
        byte[] buffer = new byte[8192];
        // The bytes of s_client may be anything; as ISO 8859-1, none of them is lost or stops us.
        try (InputStream in = process.getInputStream()) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                append(new String(buffer, 0, read, ISO_8859_1));
            }
        } catch (IOException e) {
            append("\n[its output could not be read: " + e.getMessage() + "]\n");
        } finally {
            end();
        }
    }

    private synchronized void append(String text) {
        output.append(text);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// All it printed so far, both streams.
    public synchronized String output() {
        return output.toString();
    }

    /// Waits until its output contains the pattern; fails at once when it ended without.
    public MatchResult await(String regex) {
        return awaitFrom(0, regex);
    }

    /// The same for a peer that is slower than others.
    public MatchResult await(String regex, Duration wait) {
        return await(0, regex, wait);
    }

    /// The same for what it prints behind a place in its output.
    public MatchResult awaitFrom(int start, String regex) {
        return await(start, regex, Deadline.WAIT);
    }

    private synchronized MatchResult await(int start, String regex, Duration wait) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            Matcher matcher = pattern.matcher(output);
            if (matcher.find(start)) {
                return matcher.toMatchResult();
            }
            waitForMore(end, regex);
        }
    }

    /// Waits until its output contains the pattern or it ended, whichever comes first.
    public synchronized void awaitOutputOrExit(String regex) {
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        long end = System.nanoTime() + Deadline.WAIT.toNanos();
        while (!ended && !pattern.matcher(output).find()) {
            waitForMore(end, regex);
        }
    }

    /// Called in a loop that looks at the output again, whyever the wait ended.
    @SuppressWarnings("WaitNotInLoop")
    private void waitForMore(long end, String what) {
        long leftMillis = (end - System.nanoTime()) / 1_000_000;
        if (ended || leftMillis <= 0) {
            throw new AssertionError("%s %s '%s'. It printed:%n%s".formatted(String.join(" ", command),
                    ended ? "ended without" : "never printed", what, output));
        }
        try {
            wait(leftMillis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    /// Types into it; it may have ended before it read that, which its output then explains.
    public void type(String text) {
        type(text.getBytes(UTF_8));
    }

    /// The same for what is no text.
    public void type(byte[] bytes) {
        try {
            OutputStream stream = process.getOutputStream();
            stream.write(bytes);
            stream.flush();
        } catch (IOException e) {
            awaitExit();
        }
    }

    /// Waits for its end, whatever its exit status.
    ///
    /// @return all it printed
    public String awaitExit() {
        return awaitExit(Deadline.WAIT);
    }

    /// The same for a peer that is slower than others.
    public String awaitExit(Duration wait) {
        try {
            if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "%s did not end. It printed:%n%s".formatted(String.join(" ", command), output()));
            }
            awaitOutputEnd();
            return output();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private synchronized void awaitOutputEnd() throws InterruptedException {
        while (!ended) {
            wait(Deadline.WAIT.toMillis());
        }
    }

    /// Nothing more will be typed: its standard input is at its end.
    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new AssertionError(command + " closed its input first", e);
        }
    }

    /// Asks it to end by itself.
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\n" + output();
    }
}
