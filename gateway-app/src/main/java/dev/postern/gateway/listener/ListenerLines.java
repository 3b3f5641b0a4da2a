package dev.postern.gateway.listener;

import dev.postern.gateway.lifecycle.DataPlane;
import dev.postern.gateway.lifecycle.StartLines;
import dev.postern.gateway.settings.BindAddress;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.util.List;

/// Where clients connect: with port 0, nobody could guess it.
@Component
@Order(0)
final class ListenerLines implements StartLines {
    private final DataPlane dataPlane;

    ListenerLines(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Override
    public List<String> lines() {
        return dataPlane.bound().stream().map(
                bound -> "Listener " + bound.listener() + ": "
                        + new BindAddress(bound.address().getAddress(), bound.address().getPort()))
                .toList();
    }
}
