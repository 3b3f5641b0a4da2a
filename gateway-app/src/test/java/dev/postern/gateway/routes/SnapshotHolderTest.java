package dev.postern.gateway.routes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Whoever says that a revision is served says it of every part of the data plane.
@Timeout(60)
class SnapshotHolderTest {
    private final SnapshotHolder holder = new SnapshotHolder();
    private final List<Long> inUse = new ArrayList<>();

    private static GatewaySnapshot snapshot(long revision) {
        return GatewaySnapshot.of(revision, List.of(), Map.of(), Map.of(), List.of());
    }

    @Test
    void aFollowerHasTheCurrentSnapshotAtOnceAndEveryLaterOne() {
        holder.swap(snapshot(1));
        holder.follow(next -> () -> inUse.add(next.revision()));
        holder.swap(snapshot(2));
        assertThat(inUse).containsExactly(1L, 2L);
    }

    @Test
    void anOlderSnapshotIsNotTaken() {
        holder.follow(next -> () -> inUse.add(next.revision()));
        assertThat(holder.swap(snapshot(2))).isTrue();
        assertThat(holder.swap(snapshot(1))).isFalse();
        assertThat(holder.swap(snapshot(2))).as("the same, made again").isTrue();
        assertThat(inUse).containsExactly(0L, 2L, 2L);
        assertThat(holder.current().revision()).isEqualTo(2);
    }

    @Test
    void aSnapshotThatComesWhileSomebodyBeginsToFollowIsNotMissed() throws Exception {
        List<Thread> others = new ArrayList<>();
        holder.follow(next -> {
            if (others.isEmpty()) {
                Thread other = Thread.ofPlatform().start(() -> holder.swap(snapshot(7)));
                others.add(other);
                awaitHeldUp(other);
            }
            return () -> inUse.add(next.revision());
        });
        others.getFirst().join();
        assertThat(inUse).containsExactly(0L, 7L);
    }

    @Test
    void isNotCurrentBeforeEveryFollowerHasIt() {
        List<Long> current = new ArrayList<>();
        holder.follow(next -> {
            current.add(holder.current().revision());
            return () -> current.add(holder.current().revision());
        });
        current.clear();
        holder.swap(snapshot(3));
        assertThat(current).as("while it is prepared and put in use").containsExactly(0L, 0L);
        assertThat(holder.current().revision()).isEqualTo(3);
    }

    @Test
    void allStayWithTheOldOneWhenOneCannotPrepareTheNext() {
        holder.follow(next -> () -> inUse.add(next.revision()));
        holder.follow(next -> {
            if (next.revision() == 4) {
                throw new IllegalStateException("a key that nobody can use");
            }
            return () -> {
            };
        });
        assertThatThrownBy(() -> holder.swap(snapshot(4))).hasMessage("a key that nobody can use");
        assertThat(holder.current().revision()).isZero();
        assertThat(inUse).containsExactly(0L);

        assertThat(holder.swap(snapshot(5))).isTrue();
        assertThat(holder.current().revision()).isEqualTo(5);
        assertThat(inUse).containsExactly(0L, 5L);
    }

    /// Until it waits for us, or is through.
    private static void awaitHeldUp(Thread other) {
        while (other.getState() != Thread.State.BLOCKED && other.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }
}
