import { UnstyledButton } from "@mantine/core";
import { OUTCOMES, type Outcome } from "../../api/handshake";
import type { FeedSnapshot } from "./feed";
import classes from "./OutcomeTiles.module.css";
import { LOOKS } from "./outcomes";

interface OutcomeTilesProps {
  readonly feed: FeedSnapshot;
  readonly chosen: Outcome | undefined;
  readonly onChoose: (outcome: Outcome | undefined) => void;
}

/** The counters; each is also the switch that shows its handshakes alone. */
export function OutcomeTiles({ feed, chosen, onChoose }: OutcomeTilesProps) {
  const all = OUTCOMES.reduce((sum, outcome) => sum + feed.counts[outcome], 0);
  return (
    <div className={classes["tiles"]}>
      {OUTCOMES.map((outcome) => (
        <UnstyledButton
          key={outcome}
          className={classes["tile"] ?? ""}
          data-outcome={outcome}
          aria-pressed={chosen === outcome}
          aria-label={`${LOOKS[outcome].label}: ${feed.counts[outcome]}. Show these only`}
          onClick={() => onChoose(chosen === outcome ? undefined : outcome)}
        >
          <span className={classes["label"]}>
            <span className={classes["icon"]}>{LOOKS[outcome].icon}</span>
            {LOOKS[outcome].label}
          </span>
          <span className={classes["count"]}>{feed.counts[outcome].toLocaleString()}</span>
          <span className={classes["meaning"]}>{note(outcome, feed, all)}</span>
          <span className={classes["share"]} aria-hidden="true">
            <span style={{ width: `${all === 0 ? 0 : (100 * feed.counts[outcome]) / all}%` }} />
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}

function note(outcome: Outcome, feed: FeedSnapshot, all: number): string {
  if (outcome === "early" && feed.earlyRejected > 0) {
    return `${feed.earlyRejected.toLocaleString()} more offered and refused`;
  }
  if (outcome === "failed" && feed.counts.failed > 0) {
    return `${((100 * feed.counts.failed) / all).toFixed(1)} % of all`;
  }
  return LOOKS[outcome].meaning;
}
