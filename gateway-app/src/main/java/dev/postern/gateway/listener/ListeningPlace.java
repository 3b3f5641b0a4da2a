package dev.postern.gateway.listener;

import dev.postern.gateway.descriptor.HandoverSettings;
import dev.postern.gateway.settings.BindAddress;

import java.net.InetSocketAddress;

/// Where a listener's connections come from.
public sealed interface ListeningPlace {

    /// Clients connect to an address.
    record Port(InetSocketAddress address) implements ListeningPlace {
        @Override
        public String toString() {
            return BindAddress.of(address).toString();
        }
    }

    /// Another process accepts them and passes them on.
    record Handover(HandoverSettings settings) implements ListeningPlace {
        @Override
        public String toString() {
            return "unix:" + settings.socket();
        }
    }
}
