package dev.postern.tls.netty;

import io.netty.channel.ChannelConfig;

/// While a question is open, what the peer sends is kept; no more of it than one maximal ClientHello and the early data behind it. A peer that
/// goes on sending fills its own buffers then, whoever asks for the next read: the application, or the channel by itself.
final class PausedReads {
    static final int MOST_BYTES = 128 * 1024;

    private boolean owed;
    private boolean automatic;

    /// To be asked behind every piece, for a channel that reads by itself goes on until it is told otherwise.
    ///
    /// @return whether nothing may be read now
    boolean mustWait(boolean questionIsOpen, int keptBytes, ChannelConfig channel) {
        if (!questionIsOpen || keptBytes <= MOST_BYTES) {
            return false;
        }
        owed = true;
        if (channel.isAutoRead()) {
            automatic = true;
            channel.setAutoRead(false);
        }
        return true;
    }

    /// @return whether a read has to be asked for; a channel that read by itself does so again
    boolean goOn(ChannelConfig channel) {
        boolean byHand = owed && !automatic;
        if (automatic) {
            channel.setAutoRead(true);
        }
        owed = false;
        automatic = false;
        return byHand;
    }
}
