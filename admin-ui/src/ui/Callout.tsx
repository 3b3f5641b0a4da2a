import type { ReactNode } from "react";
import classes from "./Callout.module.css";

export type CalloutTone = "error" | "warning" | "success" | "info";

interface CalloutProps {
  readonly tone: CalloutTone;
  readonly icon: ReactNode;
  readonly title: string;
  /** Read out at once, in the middle of whatever a screen reader is saying. */
  readonly urgent: boolean;
  readonly children?: ReactNode;
}

/** A coloured box with something to know: the frame of every notice. */
export function Callout({ tone, icon, title, urgent, children }: CalloutProps) {
  return (
    <div className={classes["callout"]} data-tone={tone} role={urgent ? "alert" : "status"}>
      <span className={classes["icon"]} aria-hidden="true">
        {icon}
      </span>
      <div className={classes["text"]}>
        <p className={classes["title"]}>{title}</p>
        {children}
      </div>
    </div>
  );
}
