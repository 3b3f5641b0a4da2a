import { OUTCOMES, type Outcome } from "../../api/handshake";
import { type Bucket, type Counts, NO_COUNTS } from "./feed";
import { LOOKS } from "./outcomes";
import classes from "./RateChart.module.css";

const BARS = 60;
const SECONDS_PER_BAR = 2;
const HEIGHT = 100;
/** From the bottom of a bar upwards: the rare and important ones sit on top, where they are seen. */
const STACK: readonly Outcome[] = ["full", "resumed", "early", "failed"];

interface RateChartProps {
  readonly buckets: readonly Bucket[];
  readonly nowMillis: number;
}

/** Handshakes of the last two minutes, stacked by outcome. */
export function RateChart({ buckets, nowMillis }: RateChartProps) {
  const bars = gather(buckets, nowMillis);
  const highest = Math.max(4, ...bars.map(total));
  return (
    <figure className={classes["figure"]}>
      <figcaption className={classes["legend"]}>
        <span className={classes["title"]}>Last two minutes</span>
        {OUTCOMES.map((outcome) => (
          <span key={outcome} className={classes["key"]}>
            <span className={classes["swatch"]} data-outcome={outcome} aria-hidden="true" />
            {LOOKS[outcome].label}
          </span>
        ))}
      </figcaption>
      <div>
        <span className={classes["top"]} aria-hidden="true">
          {(highest / SECONDS_PER_BAR).toLocaleString(undefined, { maximumFractionDigits: 1 })}/s
        </span>
        <svg
          viewBox={`0 0 ${BARS} ${HEIGHT}`}
          preserveAspectRatio="none"
          className={classes["chart"]}
          role="img"
          aria-label={summaryOf(bars)}
        >
          {[0, 0.5].map((line) => (
            <line
              key={line}
              x1="0"
              x2={BARS}
              y1={line * HEIGHT + 0.5}
              y2={line * HEIGHT + 0.5}
              className={classes["grid"]}
            />
          ))}
          {bars.map((counts, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place; the counts move through it.
            <Bar key={index} index={index} counts={counts} scale={HEIGHT / highest} />
          ))}
        </svg>
        <div className={classes["axis"]} aria-hidden="true">
          <span>−2 min</span>
          <span>−1 min</span>
          <span>now</span>
        </div>
      </div>
    </figure>
  );
}

function Bar({ index, counts, scale }: { readonly index: number; readonly counts: Counts; readonly scale: number }) {
  let top = HEIGHT;
  return STACK.map((outcome) => {
    const height = counts[outcome] * scale;
    top -= height;
    return height === 0 ? null : (
      <rect
        key={outcome}
        x={index + 0.14}
        y={top}
        width={0.72}
        height={height}
        className={classes["bar"]}
        data-outcome={outcome}
      />
    );
  });
}

function gather(buckets: readonly Bucket[], nowMillis: number): Counts[] {
  // The gateway's clock may be ahead of this browser's: the newest second is then the right edge.
  const latest = Math.max(Math.floor(nowMillis / 1000), buckets.at(-1)?.second ?? 0);
  const last = Math.floor(latest / SECONDS_PER_BAR);
  const bars: Record<Outcome, number>[] = Array.from({ length: BARS }, () => ({ ...NO_COUNTS }));
  for (const { second, counts } of buckets) {
    const bar = bars[BARS - 1 - (last - Math.floor(second / SECONDS_PER_BAR))];
    for (const outcome of bar === undefined ? [] : OUTCOMES) {
      if (bar !== undefined) {
        bar[outcome] += counts[outcome];
      }
    }
  }
  return bars;
}

const total = (counts: Counts): number => OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);

function summaryOf(bars: readonly Counts[]): string {
  const parts = OUTCOMES.map(
    (outcome) => `${bars.reduce((sum, bar) => sum + bar[outcome], 0)} ${LOOKS[outcome].label.toLowerCase()}`,
  );
  return `Handshakes of the last two minutes: ${parts.join(", ")}`;
}
