package dev.postern.interop.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What our server does with the text of one connection, whether it came early or not: always a whole line at a time.
final class LineApplication {
    private static final String FRAME = "<iframe src=\"%s\"></iframe>";

    private final EngineConnection connection;
    private final ServerSettings.OnLine onLine;
    private final StringBuilder partial = new StringBuilder();
    private String requestLine = "";
    private int requests;

    LineApplication(EngineConnection connection, ServerSettings.OnLine onLine) {
        this.connection = connection;
        this.onLine = onLine;
    }

    void arrived(String data) {
        partial.append(data);
        for (int end = partial.indexOf("\n"); end >= 0; end = partial.indexOf("\n")) {
            String line = partial.substring(0, end + 1);
            partial.delete(0, end + 1);
            answer(line);
        }
    }

    private void answer(String line) {
        switch (onLine) {
            case ECHO -> connection.send(line);
            case UPDATE_KEYS_AND_ECHO -> {
                connection.updateKeys(true);
                connection.send(line);
            }
            case ECHO_AND_CLOSE -> {
                connection.send(line);
                connection.close();
            }
            case SERVE_PAGE -> takeHeaderLine(line, true);
            case UPDATE_KEYS_AND_SERVE_PAGES -> takeHeaderLine(line, false);
        }
    }

    private void takeHeaderLine(String line, boolean last) {
        if (requestLine.isEmpty()) {
            requestLine = line;
        } else if (line.isBlank()) {
            if (!last && requests++ == 0) {
                connection.updateKeys(true);
            }
            serve(page(requestLine.split(" ", 3)[1]), last);
            requestLine = "";
        }
    }

    private void serve(String page, boolean last) {
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n%s"
                .formatted(page.getBytes(UTF_8).length, last ? "close" : "keep-alive", page));
        if (last) {
            connection.close();
        }
    }

    private static String page(String path) {
        String next = switch (path) {
            case "/" -> FRAME.formatted("/2");
            case "/2" -> FRAME.formatted("/3");
            case "/3" -> FRAME.formatted("/4");
            default -> "";
        };
        return "<html><body><p>page %s</p>%s</body></html>".formatted(path, next);
    }
}
