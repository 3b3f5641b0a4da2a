import { type Handshake, type Outcome, outcomeOf } from "../../api/handshake";
import type { ServerSentEvent } from "../../api/sse";
import { follow, type StreamState } from "../../api/stream";

export type Counts = Readonly<Record<Outcome, number>>;

/** How many handshakes ended in one second. */
export interface Bucket {
  readonly second: number;
  readonly counts: Counts;
}

export interface FeedSnapshot {
  readonly stream: StreamState;
  readonly counts: Counts;
  /** The early data that was offered and refused: those handshakes count as full or resumed. */
  readonly earlyRejected: number;
  /** Oldest first. Seconds without a handshake are left out. */
  readonly buckets: readonly Bucket[];
  /** Newest first. */
  readonly recent: readonly Handshake[];
}

const KEPT_HANDSHAKES = 500;
const KEPT_SECONDS = 180;
/** A busy gateway ends thousands of handshakes a second; the screen need not be drawn for each. */
const REDRAW_MILLIS = 200;

export const NO_COUNTS: Counts = { full: 0, resumed: 0, early: 0, failed: 0 };

const EMPTY: FeedSnapshot = { stream: "connecting", counts: NO_COUNTS, earlyRejected: 0, buckets: [], recent: [] };

const STREAM_PATH = "/api/v1/events/stream";

/** The handshakes as they happen, gathered for React's `useSyncExternalStore`. */
export class HandshakeFeed {
  private snapshot = EMPTY;
  private arrived: Handshake[] = [];
  private redraw: ReturnType<typeof setTimeout> | undefined;
  private readonly watchers = new Set<() => void>();

  /** Follows the stream until the returned function is called. */
  start(): () => void {
    const stop = new AbortController();
    const listener = {
      onEvent: (event: ServerSentEvent) => this.receive(event),
      onState: (stream: StreamState) => this.publish({ ...this.snapshot, stream }),
    };
    void follow(STREAM_PATH, listener, stop.signal);
    return () => {
      stop.abort();
      clearTimeout(this.redraw);
      this.redraw = undefined;
    };
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly getSnapshot = (): FeedSnapshot => this.snapshot;

  receive(event: ServerSentEvent): void {
    if (event.event !== "handshake") {
      return;
    }
    this.arrived.push({ ...(JSON.parse(event.data) as Handshake), id: event.id ?? crypto.randomUUID() });
    this.redraw ??= setTimeout(() => this.flush(), REDRAW_MILLIS);
  }

  /** Shows what has arrived. */
  flush(): void {
    this.redraw = undefined;
    const arrived = this.arrived;
    this.arrived = [];
    const { counts, earlyRejected, buckets, recent } = this.snapshot;
    this.publish({
      stream: this.snapshot.stream,
      counts: add(counts, arrived),
      earlyRejected: earlyRejected + arrived.filter((handshake) => handshake.earlyData === "rejected").length,
      buckets: fill(buckets, arrived),
      recent: [...arrived.reverse(), ...recent].slice(0, KEPT_HANDSHAKES),
    });
  }

  private publish(snapshot: FeedSnapshot): void {
    this.snapshot = snapshot;
    for (const watcher of this.watchers) {
      watcher();
    }
  }
}

function add(counts: Counts, handshakes: readonly Handshake[]): Counts {
  const sum = { ...counts };
  for (const handshake of handshakes) {
    sum[outcomeOf(handshake)] += 1;
  }
  return sum;
}

function fill(buckets: readonly Bucket[], handshakes: readonly Handshake[]): readonly Bucket[] {
  const bySecond = new Map(buckets.map((bucket) => [bucket.second, bucket.counts]));
  for (const handshake of handshakes) {
    const second = Math.floor(Date.parse(handshake.time) / 1000);
    bySecond.set(second, add(bySecond.get(second) ?? NO_COUNTS, [handshake]));
  }
  const latest = Math.max(...bySecond.keys());
  return [...bySecond]
    .filter(([second]) => second > latest - KEPT_SECONDS)
    .sort(([left], [right]) => left - right)
    .map(([second, counts]) => ({ second, counts }));
}
