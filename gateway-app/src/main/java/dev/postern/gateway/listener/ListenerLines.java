package dev.postern.gateway.listener;

import dev.postern.gateway.lifecycle.DataPlane;
import dev.postern.gateway.lifecycle.StartLines;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.util.List;

/// Where connections come from: with port 0, nobody could guess it.
@Component
@Order(0)
final class ListenerLines implements StartLines {
    private final DataPlane dataPlane;

    ListenerLines(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    @Override
    public List<String> lines() {
        return dataPlane.bound().stream().map(bound -> "Listener " + bound.listener() + ": " + bound.place()).toList();
    }
}
