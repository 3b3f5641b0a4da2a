package dev.postern.gateway.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Locale;

import static java.util.Locale.ROOT;

/// Over HTTP/1.1: chunked unless a length is among the fields.
final class Http1Exchange implements Exchange {
    private final Http1Peer peer;
    private boolean chunked;

    Http1Exchange(Http1Peer peer) {
        this.peer = peer;
    }

    @Override
    public Exchange head(String first, boolean last, String... fields) {
        boolean response = Character.isDigit(first.charAt(0));
        boolean bodiless = first.startsWith("1") || first.equals("204") || first.equals("304");
        boolean length = Arrays.asList(fields).contains("content-length");
        StringBuilder head = new StringBuilder(
                response ? "HTTP/1.1 " + first + " Whatever\r\n" : first + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        chunked = !last && !length && !bodiless;
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (response && last && !length && !bodiless) {
            head.append("Content-Length: 0\r\n");
        }
        return write(head.append("\r\n").toString());
    }

    private Exchange write(String text) {
        try {
            peer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    @Override
    public Exchange data(String text, boolean last) {
        String chunk = chunked && !text.isEmpty() ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n" : text;
        return write(chunk + (chunked && last ? "0\r\n\r\n" : ""));
    }

    @Override
    public Exchange trailers(String... fields) {
        StringBuilder last = new StringBuilder("0\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            last.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        return write(last.append("\r\n").toString());
    }

    @Override
    public String readHead() throws IOException {
        String head = peer.readHead();
        if (head == null) {
            throw new IOException("closed instead of a head");
        }
        String[] words = head.substring(0, head.indexOf('\r')).split(" ", 3);
        return words[0].startsWith("HTTP/") ? words[1] : words[0] + " " + words[1];
    }

    @Override
    public String field(String name) {
        return peer.field(name);
    }

    @Override
    public String readBody() throws IOException {
        return peer.readBody().toLowerCase(ROOT);
    }

    @Override
    public void breakOff() throws IOException {
        peer.reset();
    }

    @Override
    public boolean endsWell() throws IOException {
        try {
            String length = field("content-length");
            if (length != null) {
                return peer.in.readAllBytes().length == Integer.parseInt(length);
            }
            peer.readBody();
            return true;
        } catch (SocketException reset) {
            return false;
        } catch (NumberFormatException | IOException cut) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "HTTP/1.1 at %s", peer.socket);
    }
}
