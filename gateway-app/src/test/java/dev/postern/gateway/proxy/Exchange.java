package dev.postern.gateway.proxy;

/// One exchange as either of its ends sees it, whichever protocol carries it. Heads are written as `GET /x` or `200`, fields as names and
/// values in turn.
interface Exchange extends AutoCloseable {
    /// @param last whether the head is the whole message
    Exchange head(String first, boolean last, String... fields);

    Exchange data(String text, boolean last);

    /// Ends the message.
    Exchange trailers(String... fields);

    String readHead() throws Exception;

    /// Of the head that was read last; null if it is not there.
    String field(String name);

    /// To the end of the message; its trailers stand behind the body in brackets.
    String readBody() throws Exception;

    Exchange data(byte[] bytes, boolean last);

    /// As much of the body as is asked for, at least; more if more came at once.
    String readPiece(int bytes) throws Exception;

    /// Reads the body to its end without keeping it.
    LongBody.Sum sumUp() throws Exception;

    /// Whether data is taken. One end of HTTP/1.1 takes none anyway until it is read.
    void reads(boolean wanted);

    /// Dies in the middle: a reset of the connection, or of the stream.
    void breakOff() throws Exception;

    /// Reads what is left, and tells whether the message was whole.
    boolean endsWell() throws Exception;

    /// Waits for the other end to go. `gone`, or `more` if something came instead.
    String awaitsNothing() throws Exception;

    @Override
    void close() throws Exception;
}
