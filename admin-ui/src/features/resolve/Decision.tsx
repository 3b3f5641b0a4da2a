import type { Resolution } from "../../api/generated/schema";
import { Panel } from "../../ui/Panel";
import classes from "./Decision.module.css";

/** The decisions in the order in which they fall, each with its reason. */
export function Decision({ resolution }: { readonly resolution: Resolution }) {
  return (
    <Panel title="The way it takes">
      <ol className={classes["steps"]}>
        {resolution.steps.map((step) => (
          <li key={step.step} className={classes["step"]}>
            <span className={classes["kind"]}>{step.step}</span>
            <span className={classes["outcome"]}>{step.outcome}</span>
            <span className={classes["reason"]}>{step.reason}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
