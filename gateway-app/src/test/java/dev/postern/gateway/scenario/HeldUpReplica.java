package dev.postern.gateway.scenario;

import dev.postern.gateway.ledger.Publication;

import java.time.Duration;

/// Holds up what a replica does with a change, as a slow machine would.
final class HeldUpReplica implements AutoCloseable {
    private final Thread holder;

    HeldUpReplica(OperatedGateway replica) throws InterruptedException {
        Object publication = replica.bean(Publication.class);
        holder = Thread.ofPlatform().start(() -> {
            synchronized (publication) {
                try {
                    Thread.sleep(Duration.ofMinutes(5));
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Await.until("the replica is not held up", () -> holder.getState() == Thread.State.TIMED_WAITING);
    }

    @Override
    public void close() throws InterruptedException {
        holder.interrupt();
        holder.join();
    }
}
