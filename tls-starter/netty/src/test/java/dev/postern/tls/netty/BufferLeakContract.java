package dev.postern.tls.netty;

import dev.postern.checks.Attack;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

import static org.assertj.core.api.Assertions.assertThat;

/// What a module asks after every other of its tests: with each buffer tracked, what was dropped without release has been seen by then.
public abstract class BufferLeakContract {
    /// In one test, and in this order: what it drops itself must not stand among what others dropped, or be taken for it.
    @Test
    @Attack(44)
    public void noBufferWasDroppedByAnyTestAndOneThatIsIsNoticed() throws Exception {
        collect();
        assertThat(LeakRecorder.LEAKS).isEmpty();
        drop();
        collect();
        assertThat(LeakRecorder.LEAKS).hasSize(1);
        LeakRecorder.LEAKS.clear();
    }

    private static void drop() {
        PooledByteBufAllocator.DEFAULT.heapBuffer(16);
    }

    /// Waits for a real collection, then lets the detector look: it reports when the next buffer is made.
    private static void collect() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), queue);
            while (queue.remove(50) == null) {
                System.gc();
            }
            sentinel.clear();
            ByteBuf probe = PooledByteBufAllocator.DEFAULT.heapBuffer(16);
            probe.release();
        }
    }
}
