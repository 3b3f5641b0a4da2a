package dev.postern.gateway.descriptor;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.AbstractEpollStreamChannel;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A TCP connection that came as a descriptor. As if it had been accepted: its parent is the server channel that it came by, which is how
/// Netty's HTTP/2 tells a server's connection from a client's; its own channel for a descriptor has none.
final class HandedChannel extends AbstractEpollStreamChannel {
    private static final IntegerUnixChannelOption TCP_NODELAY = new IntegerUnixChannelOption("TCP_NODELAY", 6, 1);
    private static final int LINGER_BYTES = 2 * Integer.BYTES;
    private static final RawUnixChannelOption LINGER = new RawUnixChannelOption("SO_LINGER", 1, 13, LINGER_BYTES);

    private final EpollChannelConfig config = new Config(this);

    /// @param descriptor the channel's own from now on, and closed with it
    HandedChannel(Channel server, int descriptor) {
        super(server, descriptor);
    }

    @Override
    public EpollChannelConfig config() {
        return config;
    }

    /// Of the options of TCP, those that connections of ours are given.
    private static final class Config extends EpollChannelConfig {
        Config(Channel channel) {
            super(channel);
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (option.equals(ChannelOption.TCP_NODELAY)) {
                return super.setOption(TCP_NODELAY, (Boolean) value ? 1 : 0);
            }
            if (option.equals(ChannelOption.SO_LINGER)) {
                ByteBuffer linger = ByteBuffer.allocateDirect(LINGER_BYTES).order(ByteOrder.nativeOrder());
                int seconds = (Integer) value;
                linger.putInt(0, seconds < 0 ? 0 : 1).putInt(Integer.BYTES, Math.max(0, seconds));
                return super.setOption(LINGER, linger);
            }
            return super.setOption(option, value);
        }
    }
}
