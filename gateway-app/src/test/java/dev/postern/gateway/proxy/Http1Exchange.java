package dev.postern.gateway.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
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
    public Exchange data(byte[] bytes, boolean last) {
        try {
            if (chunked) {
                peer.out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            peer.out.write(bytes);
            peer.out.write((chunked ? last ? "\r\n0\r\n\r\n" : "\r\n" : "").getBytes(StandardCharsets.ISO_8859_1));
            peer.out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    @Override
    public String readPiece(int bytes) throws IOException {
        StringBuilder piece = new StringBuilder();
        while (piece.length() < bytes) {
            piece.append(new String(peer.readChunk(), StandardCharsets.ISO_8859_1));
        }
        return piece.toString();
    }

    @Override
    public LongBody.Sum sumUp() throws IOException {
        LongBody.Summing sum = new LongBody.Summing();
        String length = field("content-length");
        if (length != null) {
            long left = Long.parseLong(length);
            for (int take = 1; left > 0 && take > 0; left -= take) {
                byte[] piece = peer.in.readNBytes((int) Math.min(left, LongBody.PIECE));
                take = piece.length;
                sum.add(piece, take);
            }
            return sum.sum();
        }
        for (byte[] chunk = peer.readChunk(); chunk.length > 0; chunk = peer.readChunk()) {
            sum.add(chunk, chunk.length);
        }
        peer.readLine();
        return sum.sum();
    }

    @Override
    public void reads(boolean wanted) {
        // Nothing is read here before it is asked for.
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
    public String awaitsNothing() throws IOException {
        try {
            return peer.in.read() < 0 ? "gone" : "more";
        } catch (SocketException reset) {
            return "gone";
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
