package dev.postern.gateway.proxy;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/// Over one stream of HTTP/2.
final class Http2Exchange implements Exchange {
    private final Http2Peer stream;
    private final AutoCloseable connection;
    private Http2Headers head;
    private int pieced;

    /// @param connection closed with the exchange
    Http2Exchange(Http2Peer stream, AutoCloseable connection) {
        this.stream = stream;
        this.connection = connection;
    }

    Http2Peer stream() {
        return stream;
    }

    @Override
    public Exchange head(String first, boolean last, String... fields) {
        boolean response = Character.isDigit(first.charAt(0));
        String[] words = first.split(" ", 2);
        String[] pseudo = response ? new String[]{":status", first}
                : new String[]{":method", words[0], ":scheme", "https", ":authority", "localhost", ":path", words[1]};
        String[] all = new String[pseudo.length + fields.length];
        System.arraycopy(pseudo, 0, all, 0, pseudo.length);
        System.arraycopy(fields, 0, all, pseudo.length, fields.length);
        stream.send(last, all);
        return this;
    }

    @Override
    public Exchange data(String text, boolean last) {
        stream.data(text, last);
        return this;
    }

    @Override
    public Exchange trailers(String... fields) {
        stream.send(true, fields);
        return this;
    }

    @Override
    public String readHead() throws InterruptedException {
        head = stream.head();
        return head.status() != null ? head.status().toString() : head.method() + " " + head.path();
    }

    @Override
    public String field(String name) {
        CharSequence value = head.get(name);
        return value == null ? null : value.toString();
    }

    @Override
    public String readBody() throws InterruptedException {
        StringBuilder body = new StringBuilder(stream.body());
        if (stream.trailers() != null) {
            stream.trailers().forEach(field -> body.append('[').append(field.getKey()).append(": ")
                    .append(field.getValue()).append(']'));
        }
        return body.toString();
    }

    @Override
    public Exchange data(byte[] bytes, boolean last) {
        stream.data(bytes, last);
        return this;
    }

    @Override
    public String readPiece(int bytes) throws InterruptedException {
        stream.awaitReceived(pieced + bytes);
        String piece = stream.bodySoFar().substring(pieced);
        pieced += piece.length();
        return piece;
    }

    @Override
    public LongBody.Sum sumUp() throws InterruptedException {
        stream.body();
        return new LongBody.Sum(stream.received(), stream.checksum());
    }

    @Override
    public void reads(boolean wanted) {
        stream.reads(wanted);
    }

    @Override
    public void breakOff() {
        stream.reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public boolean endsWell() throws InterruptedException {
        return stream.end().equals("end");
    }

    @Override
    public String awaitsNothing() throws InterruptedException {
        stream.awaitClosed();
        return "gone";
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }

    @Override
    public String toString() {
        return "HTTP/2 stream";
    }
}
