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

    /// Dies in the middle: a reset of the connection, or of the stream.
    void breakOff() throws Exception;

    /// Reads what is left, and tells whether the message was whole.
    boolean endsWell() throws Exception;

    @Override
    void close() throws Exception;
}
