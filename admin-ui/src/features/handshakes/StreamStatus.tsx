import { useHandshakeFeed } from "./HandshakeFeedContext";
import classes from "./StreamStatus.module.css";

const WORDS = {
  connecting: "Connecting",
  live: "Live",
  waiting: "No connection, trying again",
  signedOut: "Signed out",
} as const;

/** Whether what is on the screen is what happens now. */
export function StreamStatus() {
  const { stream } = useHandshakeFeed();
  return (
    <span className={classes["status"]} data-state={stream} role="status" aria-label={`Event stream: ${WORDS[stream]}`}>
      <span className={classes["dot"]} aria-hidden="true" />
      {WORDS[stream]}
    </span>
  );
}
