import type { ReactNode } from "react";
import classes from "./Tag.module.css";

export type Tone = "iris" | "teal" | "amber" | "red" | "plain";

/** A short word with a colour and, where colour alone would have to carry the meaning, an icon. */
export function Tag({
  tone = "plain",
  icon,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <span className={classes["tag"]} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
