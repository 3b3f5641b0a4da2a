package dev.postern.tls.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;

import static org.assertj.core.api.Assertions.assertThat;

/// What a module asks after every other of its tests: with each buffer tracked, what was dropped without release has been seen by then.
public abstract class BufferLeakContract {
    @Test
    public void aDroppedBufferIsNoticed() throws Exception {
        int before = LeakRecorder.LEAKS.size();
        drop();
        collect();
        assertThat(LeakRecorder.LEAKS.size()).isGreaterThan(before);
        while (LeakRecorder.LEAKS.size() > before) {
            LeakRecorder.LEAKS.removeLast();
        }
    }

    @Test
    public void noBufferWasDroppedByAnyTest() throws Exception {
        collect();
        assertThat(LeakRecorder.LEAKS).isEmpty();
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
