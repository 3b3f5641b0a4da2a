package dev.postern.gateway.probe;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Whom to probe, and how.
///
/// @param host       to connect to: a name or an address; IPv6 in brackets on the command line
/// @param serverName to send and to verify
/// @param path       of the GET that is sent
/// @param anchors    PEM file of trusted certificates, or null for those of the JDK
/// @param patience   for each thing that is waited for
record ProbeTarget(String host, int port, String serverName, String path, @Nullable Path anchors, Duration patience,
        boolean json) {

    static final String USAGE = """
            Usage: postern probe HOST[:PORT] [options]
              --server-name NAME   SNI, and the name to verify (default: HOST)
              --path PATH          what to GET, also as early data (default: /)
              --ca FILE            PEM file of trusted certificates (default: the JDK's)
              --timeout SECONDS    for each step (default: 10)
              --json               one JSON object instead of text
            The GET is sent up to four times, twice as early data: name a path that may be repeated.""";

    private static final int HTTPS = 443;

    static ProbeTarget parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        String address = null;
        String serverName = null;
        String path = "/";
        Path anchors = null;
        Duration patience = Duration.ofSeconds(10);
        boolean json = false;
        while (!rest.isEmpty()) {
            String argument = rest.poll();
            switch (argument) {
                case "--json" -> json = true;
                case "--server-name" -> serverName = value(argument, rest);
                case "--path" -> path = path(value(argument, rest));
                case "--ca" -> anchors = readable(Path.of(value(argument, rest)));
                case "--timeout" -> patience = seconds(value(argument, rest));
                default -> {
                    if (argument.startsWith("-") || address != null) {
                        throw new IllegalArgumentException("'" + argument + "' is no option of the probe.");
                    }
                    address = argument;
                }
            }
        }
        if (address == null) {
            throw new IllegalArgumentException("The probe needs a HOST:PORT.");
        }
        String host = host(address);
        return new ProbeTarget(host, port(address), serverName == null ? host : serverName, path, anchors, patience,
                json);
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value.");
        }
        return value;
    }

    private static String path(String value) {
        // What else a request line could be made to say is nobody's business here.
        if (!value.startsWith("/") || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("--path begins with / and has visible ASCII characters alone.");
        }
        return value;
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("--ca: " + file + " cannot be read.");
        }
        return file;
    }

    private static Duration seconds(String value) {
        try {
            int seconds = Integer.parseInt(value);
            if (seconds >= 1 && seconds <= 600) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new IllegalArgumentException("--timeout is a number of seconds between 1 and 600.");
    }

    private static String host(String address) {
        String host = address.startsWith("[")
                ? address.substring(1, Math.max(1, address.indexOf(']')))
                : address.contains(":") ? address.substring(0, address.indexOf(':')) : address;
        if (host.isEmpty()) {
            throw new IllegalArgumentException("'" + address + "' names no host; write HOST:PORT, or [ADDRESS]:PORT.");
        }
        return host;
    }

    private static int port(String address) {
        String rest = address.substring(address.lastIndexOf(']') + 1);
        if (!rest.contains(":")) {
            return HTTPS;
        }
        try {
            int port = Integer.parseInt(rest.substring(rest.indexOf(':') + 1));
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new IllegalArgumentException("'" + address + "' has no port between 1 and 65535 behind its colon.");
    }
}
