package dev.postern.gateway.stats;

import dev.postern.tls.spring.actuate.HandshakeJournal;
import dev.postern.tls.spring.actuate.HandshakeRecord;
import dev.postern.tls.spring.actuate.HandshakeStats;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// `/api/v1/stats/…` and `/api/v1/events/stream`.
@RestController
class StatsController {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration KEEP_ALIVE_EVERY = Duration.ofSeconds(15);
    private static final int MOST_PER_LOOK = 500;
    private final HandshakeJournal journal;

    StatsController(HandshakeJournal journal) {
        this.journal = journal;
    }

    /// @param host name of a host; every one when left out
    @GetMapping("/api/v1/stats/handshakes")
    HandshakeStats handshakes(@RequestParam(required = false) @Nullable String host,
            @RequestParam(defaultValue = "100") int limit) {
        return HandshakeStats.of(entries(host), Math.clamp(limit, 0, MOST_PER_LOOK));
    }

    @GetMapping("/api/v1/stats/failures")
    FailureStats failures(@RequestParam(required = false) @Nullable String host,
            @RequestParam(defaultValue = "100") int limit) {
        return FailureStats.of(entries(host), Math.clamp(limit, 0, MOST_PER_LOOK));
    }

    private List<HandshakeJournal.Entry> entries(@Nullable String host) {
        return journal.latest(Integer.MAX_VALUE).stream()
                .filter(entry -> host == null || Objects.equals(entry.handshake().host(), host)).toList();
    }

    /// Handshakes as they happen. A client that was cut off sends the last id that it saw and misses none that is still here; one that
    /// reads slowly is skipped ahead, and holds up nobody.
    @GetMapping(path = "/api/v1/events/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<HandshakeRecord>> events(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        AtomicLong seen = new AtomicLong(position(lastEventId));
        Flux<ServerSentEvent<HandshakeRecord>> handshakes = Flux.interval(Duration.ZERO, LOOK_EVERY)
                .onBackpressureDrop().concatMapIterable(tick -> next(seen), 1).map(StatsController::event);
        Flux<ServerSentEvent<HandshakeRecord>> keepAlive = Flux.interval(Duration.ZERO, KEEP_ALIVE_EVERY)
                .onBackpressureDrop().map(tick -> ServerSentEvent.<HandshakeRecord>builder().comment("alive").build());
        return Flux.merge(handshakes, keepAlive);
    }

    private List<HandshakeJournal.Entry> next(AtomicLong seen) {
        List<HandshakeJournal.Entry> entries = journal.after(seen.get(), MOST_PER_LOOK);
        if (!entries.isEmpty()) {
            seen.set(entries.getLast().number());
        }
        return entries;
    }

    private long position(@Nullable String lastEventId) {
        return lastEventId != null && lastEventId.matches("\\d{1,18}") ? Long.parseLong(lastEventId)
                : journal.lastNumber();
    }

    private static ServerSentEvent<HandshakeRecord> event(HandshakeJournal.Entry entry) {
        return ServerSentEvent.builder(entry.handshake()).id(Long.toString(entry.number())).event("handshake").build();
    }
}
