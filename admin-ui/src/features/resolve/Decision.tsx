import type { Resolution } from "../../api/generated/schema";
import { Notice } from "../../ui/Notice";
import { Panel } from "../../ui/Panel";
import classes from "./Decision.module.css";

/** The decisions in the order in which they fall, each with its reason. */
export function Decision({ resolution }: { readonly resolution: Resolution }) {
  const { steps, findings, upstreamId } = resolution;
  const refusedAt = upstreamId === undefined || upstreamId === null ? steps.length - 1 : undefined;
  return (
    <>
      <Panel title="The way it takes" lead={`As of revision ${resolution.revision} of the configuration.`}>
        <ol className={classes["steps"]}>
          {steps.map(({ step, outcome, reason }, index) => (
            <li
              key={`${step} ${outcome}`}
              className={classes["step"]}
              data-refused={index === refusedAt || undefined}
              aria-label={index === refusedAt ? `${step}, where it ends` : step}
            >
              <span className={classes["kind"]}>{step}</span>
              <span className={classes["outcome"]}>{outcome}</span>
              <span className={classes["reason"]}>{reason}</span>
            </li>
          ))}
        </ol>
      </Panel>
      {findings.map(({ code = "", message = code, severity = "info" }) => (
        <Notice key={`${code} ${message}`} tone={severity} title={message} />
      ))}
    </>
  );
}
